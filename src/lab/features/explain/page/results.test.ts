import { expect, test } from 'vitest';
import type { Evaluation } from '#lab/training/events.ts';
import { exampleExperiment as example } from '../../../../../tests/support/experiment.ts';
import { isTold } from '#engine/core/paired.ts';
import { lossesAround, scoreOfRows } from '../../../../../tests/support/runEvents.ts';
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
	expect(isTold(skill.change!.exact!)).toBe(true);
	const [close] = resultRows({ ...side(at(0.12)), base: at(0.1), ghost: undefined });
	expect(isTold(close.change!.exact!)).toBe(false);
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

/** The evaluation of one skill on these rows. */
const onRows = (rows: number, loss: number, right: number): Evaluation => ({
	skills: [scoreOfRows(lossesAround(loss, rows), right)],
	averageExact: right / rows,
	worstExact: { skill: 0, exact: right / rows },
});

test('before and after are the rows of the end, and marks of the same prompts pair', () => {
	const base = { ...onRows(50, 3, 20), also: onRows(150, 2, 30) };
	const tuned = { ...onRows(150, 1.8, 36), also: onRows(50, 1, 30) };
	const [skill, average] = resultRows({ ...side(tuned), base, ghost: undefined });
	expect(skill).toMatchObject({ baseExact: 0.2, exact: 0.24, baseLoss: base.also.skills[0].loss });
	expect(skill).toMatchObject({ loss: tuned.skills[0].loss, rows: 150 });
	expect(average).toMatchObject({ baseExact: 0.2, exact: 0.24 });
	// Six answers became right and none wrong: unpaired, 20 and 24 % are not told apart.
	expect(isTold(skill.change!.exact!)).toBe(true);
	expect(skill.change!.loss!.high).toBeLessThan(0);
	// So far it was tested on 50 rows: the base is compared on these.
	const [sofar] = resultRows({ ...side(onRows(50, 2, 21)), base, ghost: undefined });
	expect(sofar).toMatchObject({ baseExact: 0.4, exact: 0.42, rows: 50 });
	expect(isTold(sofar.change!.exact!)).toBe(false);
});

test('an old run has fewer rows of the base: common answers are compared, losses are not', () => {
	const [base, tuned] = [onRows(50, 3, 20), onRows(150, 1, 90)];
	const bare = ({ skills, ...rest }: Evaluation): Evaluation => ({
		...rest,
		skills: skills.map(({ losses: _, ...score }) => score),
	});
	const [skill] = resultRows({ ...side(bare(tuned)), base: bare(base), ghost: undefined });
	// All of the first 50 are right at the end.
	expect(skill).toMatchObject({ baseExact: 0.4, exact: 1, rows: 50, baseLoss: null });
	expect(skill.change).toMatchObject({ exact: { mean: 0.6 }, loss: null });
	const unmarked = ({ skills, ...rest }: Evaluation): Evaluation => ({
		...rest,
		skills: skills.map(({ right: _, ...score }) => score),
	});
	const [oldest] = resultRows({
		...side(unmarked(bare(tuned))),
		base: unmarked(bare(base)),
		ghost: undefined,
	});
	expect(oldest.change).toEqual({ exact: null, loss: null });
});

test('over seeds, a change is told only if each run tells it', () => {
	const change = (rights: readonly number[]) => {
		const seeds = rights.map((right, i) => [i + 1, onRows(50, 1, right)] as const);
		const base = onRows(50, 1, 10);
		return resultRows({ ...side(seeds[0][1], seeds), base, ghost: undefined })[0].change!.exact!;
	};
	expect(isTold(change([20, 30, 25]))).toBe(true);
	expect(isTold(change([20, 30, 12]))).toBe(false);
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

test('the average counts the prompts of trained skills, and long answers of none as losses', () => {
	const [trained, watched] = example.skills;
	const two = { ...example, skills: [trained, { ...watched, use: 'watch' as const }] };
	const ends = (exact: number, loss: number, measure: 'exact' | 'number'): Evaluation => {
		const score = { loss, exact, tokenAccuracy: exact, examples: 8, measure };
		return {
			skills: [score, { ...score, loss: loss + 1 }],
			averageExact: exact,
			worstExact: { skill: 0, exact },
		};
	};
	const rows = (base: Evaluation, tuned: Evaluation) =>
		resultRows({ experiment: two, base, tuned, seeds: [], ghost: undefined });
	const [, , average] = rows(ends(0, 3, 'exact'), ends(0.5, 2, 'exact'));
	expect(average).toMatchObject({ baseExact: 0, exact: 0.5, few: 8, loss: null });
	const none = rows(ends(0, 3, 'number'), ends(0, 2, 'number'));
	expect(none).toHaveLength(3);
	expect(none[2]).toMatchObject({ exact: null, baseExact: null, loss: 2 });
	// Another run has right answers: its lead is in points.
	const [base, tuned, other] = [ends(0, 3, 'number'), ends(0, 2, 'number'), ends(0.5, 2, 'number')];
	const mine = { experiment: two, tuned, seeds: [[1, tuned]] as const, base };
	const ghost = { experiment: two, tuned: other, seeds: [[1, other]] as const, overall: true };
	expect(resultRows({ ...mine, ghost })[2].versus?.difference).toBe(-0.5);
});
