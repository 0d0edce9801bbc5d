import { expect, test } from 'vitest';
import { exampleExperiment } from '../../../../../tests/support/experiment.ts';
import type { Evaluation } from '#lab/training/events.ts';
import { lossesAround, scoreOfRows } from '../../../../../tests/support/runEvents.ts';
import { resultRows } from './results.ts';
import { resultsSentence } from './resultsInWords.ts';

const [trained, , watched] = exampleExperiment.skills;
const rows = 150;

interface Scores {
	/** Right answers of `rows`; null: a text without right answers. */
	readonly right?: readonly [from: number, to: number] | null;
	readonly loss?: readonly [from: number, to: number];
	readonly rows?: number;
}

/** Trained skills, then the losses of a watched one. */
function inWords(
	scores: readonly (readonly [name: string, scores: Scores])[],
	watchedLosses?: readonly [from: number, to: number],
	ended = true,
	watchedRows = rows,
) {
	const all = [
		...scores,
		...(watchedLosses
			? [['general text', { right: null, loss: watchedLosses, rows: watchedRows }] as const]
			: []),
	];
	const at = (side: 0 | 1): Evaluation => {
		const skills = all.map(([, { right = null, loss = [1, 1], rows: count = rows }]) =>
			// Of few rows, others are hard after the training.
			scoreOfRows(lossesAround(loss[side], count, count < rows ? side : 0), right && right[side]),
		);
		return { skills, averageExact: null, worstExact: null };
	};
	const skills = all.map(([name], i) => ({
		...(i < scores.length ? trained : watched),
		id: name,
		name,
	}));
	const experiment = { ...exampleExperiment, skills };
	const side = { experiment, tuned: at(1), seeds: [] };
	return resultsSentence(resultRows({ ...side, base: at(0), ghost: undefined }), experiment, ended);
}

test('learnt, barely learnt and forgotten, the best first', () => {
	expect(
		inWords(
			[
				['extract', { right: [0, 33] }],
				['reverse', { right: [0, 93] }],
				['facts', { right: [0, 148] }],
			],
			[0.5, 3.5],
		),
	).toBe(
		'It learned facts (0 → 99 %) and reverse (0 → 62 %), barely extract (0 → 22 %), ' +
			'and forgot general text (loss × 7).',
	);
});

test('answers that are as wrong as before, while the loss fell, are told by the loss', () => {
	expect(
		inWords([
			['gsm8k', { right: [0, 0], loss: [2.693, 2.56] }],
			['code', { right: [0, 1], loss: [1.0092, 0.9728] }],
			['svamp', { right: [0, 0], loss: [1, 1.4] }],
			['tales', { right: null, loss: [2, 1] }],
		]),
	).toBe(
		'It lowered the loss on code (1.01 → 0.97), gsm8k (2.70 → 2.57), and tales (2.00 → 1.00), ' +
			'and raised the loss on svamp (1.00 → 1.40).',
	);
});

test('the first clause has the verb; what the rows cannot tell is said to be early', () => {
	expect(inWords([['sort', { right: [0, 45] }]])).toBe('It partly learned sort (0 → 30 %).');
	// A loss that stayed says that nothing was learnt; few rows say nothing.
	expect(
		inWords([
			['sort', { right: [0, 3] }],
			['add', { right: [135, 136] }],
		]),
	).toBe('It did not learn sort (1.00 → 1.00), and already knew add (91 %).');
	expect(
		inWords([['sort', { right: [1, 2], loss: [1, 1.01], rows: 12 }]], [0.5, 0.52], true, 4),
	).toBe('Too early to tell: sort (12 rows) and general text (4 rows).');
});

test('a fall beyond chance, and a loss that rises a little', () => {
	expect(inWords([['add', { right: [90, 60] }]], [0.5, 0.65])).toBe(
		'It got worse at add (60 → 40 %), and forgot some of general text (loss × 1.3).',
	);
	expect(inWords([['add', { right: [0, 90] }]], [0.5, 0.5])).toBe('It learned add (0 → 60 %).');
});

test('a run that is not at its end says so; without a score there is nothing to say', () => {
	expect(inWords([['add', { right: [0, 90] }]], undefined, false)).toBe(
		'So far it learned add (0 → 60 %).',
	);
	expect(inWords([])).toBeNull();
});
