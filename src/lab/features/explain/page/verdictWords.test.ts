import { afterEach, expect, test } from 'vitest';
import { english, followLanguage } from '#languages/language.ts';
import type { Verdict } from '#lab/run/compareOutcomes.ts';
import { exampleExperiment } from '../../../../../tests/support/experiment.ts';
import { verdictWords } from './verdictWords.ts';

afterEach(() => followLanguage(() => english));

const say = (verdict: Verdict) => verdictWords(verdict, exampleExperiment, () => undefined);
const tolerance = { lossNats: 0.01, lossShare: 0.02, exact: 0.02 } as const;

test('identical bits need one sentence', () => {
	expect(say({ kind: 'bits' })).toEqual({
		sentence: 'The same, bit for bit: every step’s loss and every evaluation.',
		figures: [],
		causes: [],
	});
});

test('differences are listed with both values and the tolerance', () => {
	const { sentence, figures, causes } = say({
		kind: 'within',
		figures: [
			{ skill: 0, figure: 'exact', expected: 0.98, yours: 0.9667, within: true },
			{ skill: 1, figure: 'loss', expected: 0.1234, yours: 0.1236, within: true },
		],
		causes: [
			{ what: 'device', expected: 'apple metal-3', yours: 'nvidia ampere' },
			{ what: 'branching', policies: ['MoS', 'ODM'] },
		],
		tolerance,
	});
	expect(sentence).toBe('The same within tolerance, not bit for bit.');
	const [first, second] = exampleExperiment.skills;
	expect(figures).toEqual([
		`${first.name}: exact match 98.0 % expected, 96.7 % here`,
		`${second.name}: loss 0.1234 expected, 0.1236 here`,
		'Tolerance: a loss within 0.01 nats or 2 % of it, exact match within 2 points.',
	]);
	expect(causes).toEqual([
		'the adapter: apple metal-3 there, nvidia ampere here',
		expect.stringMatching(/^MoS and ODM: their choice depends on measurements/),
	]);
});

test('a difference between the experiments is listed by its field', () => {
	const difference = { path: 'seed', group: 'seed', values: [1, 7] } as const;
	const causes = [{ what: 'experiment', difference }] as const;
	const said = say({ kind: 'different', figures: [], causes, tolerance });
	expect(said.causes).toEqual([expect.stringMatching(/^.*eed: 1 there, 7 here$/)]);
	expect(said.figures[0]).toBe('No figure that is shown differs.');
});

test('a skill is named as the page names it', () => {
	const stored = new Map([[exampleExperiment.skills[0].name, '技能']]);
	followLanguage(() => ({ ...english, tag: 'zh-CN', stored }));
	const figure = { skill: 0, figure: 'loss', expected: 1, yours: 2, within: false } as const;
	const said = say({ kind: 'different', figures: [figure], causes: [], tolerance });
	expect(said.figures[0]).toMatch(/^技能/);
});
