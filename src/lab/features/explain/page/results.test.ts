import { expect, test } from 'vitest';
import type { Evaluation } from '#lab/training/events.ts';
import { exampleExperiment as example } from '#lab/page/state/experiment.test-support.ts';
import { differenceReach } from '#lab/page/workbench/chance.ts';
import { resultRows } from './results.ts';

const experiment = { ...example, skills: example.skills.slice(0, 1) };
const at = (exact: number, examples = 100): Evaluation => ({
	skills: [{ loss: 1 - exact, exact, tokenAccuracy: exact, examples }],
	averageExact: exact,
	worstExact: { skill: 0, exact },
});
const side = (tuned: Evaluation, seeds: readonly (readonly [number, Evaluation])[] = []) => ({
	experiment,
	tuned,
	seeds,
	overall: true,
});

test('one run: its own values, no interval', () => {
	const [skill, ...overall] = resultRows({ ...side(at(0.9)), base: at(0.1), ghost: undefined });
	expect(skill).toMatchObject({ baseExact: 0.1, exact: 0.9, half: null, versus: null });
	expect(overall.map(({ exact }) => exact)).toEqual([0.9, 0.9]);
	expect(skill.byChance).toBe(false);
	const [close] = resultRows({ ...side(at(0.12)), base: at(0.1), ghost: undefined });
	expect(close.byChance).toBe(true);
});

test('a difference within chance is `chance`, a larger one is `seed`', () => {
	const versus = (a: number, b: number) =>
		resultRows({ ...side(at(a)), base: at(0), ghost: side(at(b)) })[0].versus;
	expect(versus(0.52, 0.5)).toMatchObject({ kind: 'chance' });
	expect(versus(0.9, 0.5)).toEqual({ kind: 'seed', difference: expect.closeTo(0.4, 9) as number });
});

test('over seeds: mean with its interval, and differences paired by seed', () => {
	const seeds = [1, 2, 3].map((seed) => [seed, at(0.5 + seed / 10)] as const);
	const ghostSeeds = [3, 1, 2].map((seed) => [seed, at(0.4 + seed / 10)] as const);
	const [row] = resultRows({
		...side(at(0.6), seeds),
		base: at(0),
		ghost: side(at(0.5), ghostSeeds),
	});
	expect(row.exact).toBeCloseTo(0.7, 9);
	// t(0.975; 2) = 4.3027 times 0.1 / √3
	expect(row.half).toBeCloseTo(0.24841, 4);
	expect(row.versus).toMatchObject({ kind: 'seeds', seeds: 3 });
	expect(row.versus?.difference).toBeCloseTo(0.1, 9);
});

test('the chance interval has width at 0 % too, and shrinks with more prompts', () => {
	const few = differenceReach({ share: 0, of: 10 }, { share: 0, of: 10 });
	const many = differenceReach({ share: 0, of: 1000 }, { share: 0, of: 1000 });
	expect(few).toBeGreaterThan(0.1);
	expect(many).toBeLessThan(0.01);
});

test('average and worst are compared only if the trained skills are the same', () => {
	const ghost = { ...side(at(0.5)), overall: false };
	const [skill, ...overall] = resultRows({ ...side(at(0.9)), base: at(0), ghost });
	expect(skill.versus).toMatchObject({ kind: 'seed' });
	expect(overall.map(({ versus }) => versus)).toEqual([null, null]);
});

test('a skill of the same id with other data is not compared', () => {
	const [first] = example.skills;
	const other = { ...example, skills: [{ ...first, sha256: 'f'.repeat(64) }] };
	const ghost = { ...side(at(0.5)), experiment: other };
	const [skill] = resultRows({ ...side(at(0.9)), base: at(0), ghost });
	expect(skill.versus).toBeNull();
	expect(skill.baseLoss).toBe(1);
});

test('a score on few held-out prompts has their number beside it', () => {
	const few = (examples: number) =>
		resultRows({ ...side(at(1, examples)), base: at(0, examples), ghost: undefined })[0].few;
	expect([2, 19, 20].map(few)).toEqual([2, 19, null]);
});
