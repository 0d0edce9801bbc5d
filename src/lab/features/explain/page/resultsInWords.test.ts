import { expect, test } from 'vitest';
import { exampleExperiment } from '#lab/page/state/experiment.test-support.ts';
import type { ResultRow } from './results.ts';
import { resultsSentence } from './resultsInWords.ts';

const [trained, , watched] = exampleExperiment.skills;
/** Trained skills with exact match before and after; then the losses of a watched one. */
function inWords(
	exact: readonly (readonly [name: string, from: number, to: number, byChance?: boolean])[],
	losses?: readonly [from: number, to: number],
	ended = true,
) {
	const common = { half: null, few: null, versus: null };
	const scored = exact.map(([name, baseExact, exact, byChance = false], skill) => ({
		...common,
		skill,
		name,
		baseExact,
		exact,
		byChance,
		baseLoss: 1,
		loss: 0.5,
	}));
	const text = losses && {
		...common,
		skill: exact.length,
		name: 'general text',
		baseExact: null,
		exact: null,
		byChance: false,
		baseLoss: losses[0],
		loss: losses[1],
	};
	const rows: ResultRow[] = [...scored, ...(text ? [text] : [])];
	const skills = [...exact.map(() => trained), watched];
	return resultsSentence(rows, { skills }, ended);
}

test('learnt, barely learnt and forgotten, the best first', () => {
	expect(
		inWords(
			[
				['extract', 0, 0.22],
				['reverse', 0, 0.62],
				['facts', 0, 0.99],
			],
			[0.5, 3.5],
		),
	).toBe(
		'It learned facts (0 → 99 %) and reverse (0 → 62 %), barely extract (0 → 22 %), ' +
			'and forgot general text (loss × 7).',
	);
});

test('the first clause has the verb; a gain within chance is none', () => {
	expect(inWords([['sort', 0, 0.3]])).toBe('It partly learned sort (0 → 30 %).');
	expect(
		inWords([
			['sort', 0, 0.02, true],
			['add', 0.9, 0.91, true],
		]),
	).toBe('It did not learn sort (0 → 2 %), and already knew add (91 %).');
});

test('a fall beyond chance, and a loss that rises a little', () => {
	expect(inWords([['add', 0.6, 0.4]], [0.5, 0.65])).toBe(
		'It got worse at add (60 → 40 %), and forgot some of general text (loss × 1.3).',
	);
	expect(inWords([['add', 0, 0.6]], [0.5, 0.5])).toBe('It learned add (0 → 60 %).');
});

test('a run that is not at its end says so; without a score there is nothing to say', () => {
	expect(inWords([['add', 0, 0.6]], undefined, false)).toBe('So far it learned add (0 → 60 %).');
	expect(inWords([])).toBeNull();
});
