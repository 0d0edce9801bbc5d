/** Aioli against the authors' algorithm in plain loops, with a general solver of linear systems. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#engine/core/json.ts';
import { randomStream } from '#engine/core/random.ts';
import { explained } from '../../../scripts/world/lap.ts';
import type { Mixer } from '../policy.ts';
import { softmaxShares } from '../shares.ts';
import { effects, normaliseLaw, solveLaw, sweepMixture } from './aioli.ts';
import {
	createMixer,
	expectClose,
	makeContext,
	observeLosses,
} from '../../../tests/support/mixer.ts';

const names = ['Adding', 'Sorting', 'Facts'];
const context = makeContext([40, 40, 40], { batchSize: 8, totalSteps: 100 });
const create = (settings: JsonObject) => createMixer('aioli', settings, context);
/** Answers this step's probe with one loss per skill. Returns whether there was one. */
const evaluate = (mixer: Mixer, step: number, losses: readonly number[]): boolean =>
	observeLosses(mixer, step, ({ skill }) => losses[skill]).length > 0;
/** Solves M x = y by Gaussian elimination with pivots. */
function solve(matrix: readonly (readonly number[])[], y: readonly number[]): number[] {
	const rows = matrix.map((row, i) => [...row, y[i]]);
	for (let c = 0; c < rows.length; c++) {
		const best = rows.reduce(
			(b, row, r) => (r >= c && Math.abs(row[c]) > Math.abs(rows[b][c]) ? r : b),
			c,
		);
		[rows[c], rows[best]] = [rows[best], rows[c]];
		for (let r = 0; r < rows.length; r++)
			if (r !== c) {
				const factor = rows[r][c] / rows[c][c];
				rows[r] = rows[r].map((value, k) => value - factor * rows[c][k]);
			}
	}
	return rows.map((row, i) => row[rows.length] / row[i]);
}

test('the closed form solves Δ_j = M A_j like a general solver', () => {
	const mixtures = names.map((_, i) => sweepMixture(3, i, 0.75));
	expectClose(mixtures[0], [0.75, 0.125, 0.125]);
	const falls = [
		[0.3, -0.1, 0.02],
		[0, 0.5, 0.1],
		[-0.2, 0.04, 0.9],
	];
	solveLaw(falls, 0.75).forEach((row, j) => expectClose(row, solve(mixtures, falls[j])));
	solveLaw(falls, 1).forEach((row, j) => expectClose(row, falls[j]));
});

test('a diagonal law d gives p ∝ exp(η d)', () => {
	const law = [0.5, 0.2, 0.1].map((d, i) => [0, 1, 2].map((k) => (i === k ? d : 0)));
	expectClose(effects(law), [0.5, 0.2, 0.1]);
	const powers = [0.5, 0.2, 0.1].map((d) => Math.exp(3 * d));
	const sum = powers.reduce((a, b) => a + b, 0);
	expectClose(
		softmaxShares(effects(law), 3),
		powers.map((power) => power / sum),
	);
});

test('normalised effects are 0 or more and sum to 1; equal ones are 0', () => {
	expectClose(
		normaliseLaw([
			[-1, 0],
			[1, 2],
		]).flat(),
		[0, 1 / 6, 2 / 6, 3 / 6],
	);
	expect(
		normaliseLaw([
			[2, 0],
			[1, 1],
		]).flat(),
	).toEqual([0.5, 0, 0.25, 0.25]);
	expect(
		normaliseLaw([
			[-1, -1],
			[-1, -1],
		]).flat(),
	).toEqual([0, 0, 0, 0]);
});

/** Runs the authors' loop beside the mixer: falls by sweep, solve, normalise, exponentiate. */
function compare(settings: JsonObject, steps: number) {
	const { update = 'multiply', normalise = true } = settings;
	const [rounds, sweepSteps, every, eta, f, ema] = [2, 3, 25, 1.5, 0.75, 0.1];
	const mixer = create({ rounds, sweepSteps, every, eta, ema, ...settings });
	const losses = [3, 2, 1];
	const noise = randomStream(9, 'losses');
	const mixtures = names.map((_, i) => sweepMixture(3, i, f));
	let weights = [1, 1, 1];
	let average: number[][] | null = null;
	const updates: number[][] = [];
	let before = [...losses];
	let falls = names.map(() => [0, 0, 0]);
	const seen: number[] = [];
	evaluate(mixer, -1, losses);
	for (let step = 0; step < steps; step++) {
		const plan = mixer.plan(step).weights;
		expect(explained(mixer).weights).toEqual(plan);
		const at = step % every;
		losses.forEach(
			(loss, j) => (losses[j] = Math.fround(loss - 0.02 * plan[j] * noise.uniform(3 * step + j))),
		);
		const measured = evaluate(mixer, step, losses);
		if (at < 3 * rounds * sweepSteps) {
			const skill = plan.indexOf(Math.max(...plan));
			expectClose(plan, mixtures[skill]);
			if (at % sweepSteps === sweepSteps - 1) {
				expect(measured).toBe(true);
				seen.push(skill);
				falls.forEach((row, j) => (row[skill] += (before[j] - losses[j]) / rounds));
				before = [...losses];
			} else expect(measured).toBe(false);
			if (at === 3 * rounds * sweepSteps - 1) {
				let graph = falls.map((row) => solve(mixtures, row));
				if (normalise) {
					const least = Math.min(0, ...graph.flat());
					const sum = graph.flat().reduce((a, b) => a + b - least, 0);
					graph = graph.map((row) => row.map((entry) => (entry - least) / sum));
				}
				const last: number[][] | null = update === 'average' ? average : null;
				average = graph.map((row, j) =>
					row.map((entry, k) => (last ? (1 - ema) * entry + ema * last[j][k] : entry)),
				);
				const law = average;
				weights = weights.map(
					(w, k) =>
						(update === 'average' ? 1 : w) *
						Math.exp(eta * law.reduce((sum, row) => sum + row[k], 0)),
				);
				const sum = weights.reduce((a, b) => a + b, 0);
				updates.push(weights.map((w) => w / sum));
			}
		} else expectClose(plan, updates[updates.length - 1]);
		if (at === every - 1) {
			expect(measured).toBe(true);
			[before, falls] = [[...losses], names.map(() => [0, 0, 0])];
		}
	}
	return { mixer, updates, seen };
}

describe('a run', () => {
	test.each([
		{},
		{ update: 'average' },
		{ normalise: false },
		{ update: 'average', normalise: false },
	])('equals the authors’ loop with %o', (settings) => {
		const { updates, seen } = compare(settings, 100);
		expect(updates).toHaveLength(4);
		// Each pass takes every skill once, and the shares move between the updates.
		for (let pass = 0; pass < seen.length; pass += 3)
			expect([...seen.slice(pass, pass + 3)].sort()).toEqual([0, 1, 2]);
		expect(Math.abs(updates[3][0] - updates[0][0])).toBeGreaterThan(1e-4);
	});

	test('the page has the sweep, the law from row to column, and the reason of the shares', () => {
		const mixer = create({});
		expect(explained(mixer).sentence).toBe(
			'The shares are equal until the first sweeps over the skills.',
		);
		evaluate(mixer, -1, [3, 2, 1]);
		expect(explained(mixer).sentence).toMatch(
			/^Sweep 1 of 6: 75 % of the next 2 steps is \w+, to measure how it moves all losses\.$/,
		);
		const { matrices, sentence, traces } = explained(compare({}, 20).mixer);
		expect(sentence).toMatch(
			/^The measured effect on all losses of \w+ is now .*went from 33\.3 %/,
		);
		const [matrix] = matrices!;
		expectClose(
			traces[1].values as number[],
			matrix.rows.map((row) => row.reduce<number>((a, b) => a + b!, 0)),
		);
	});

	test('a run that switched away and back begins a new round', () => {
		const settings = { every: 20, rounds: 1, sweepSteps: 2 };
		const mixer = create(settings);
		for (let step = -1; step < 3; step++) evaluate(mixer, step, [3, 2, 1]);
		const back = createMixer('aioli', settings, context, { saved: mixer.state() });
		const measured = Array.from({ length: 8 }, (_, i) => evaluate(back, 28 + i, [1, 1, 1]));
		// In the first run's rounds, step 28 is between the sweeps and the next round.
		expect(measured).toEqual([true, false, true, false, true, false, true, false]);
		expectClose(back.plan(37).weights, [1 / 3, 1 / 3, 1 / 3]);
	});

	test('the cost before a run counts the measurements of its rounds', () => {
		const mixer = create({ every: 20, rounds: 1, sweepSteps: 2 });
		const counts = Array.from({ length: 41 }, (_, i) => mixer.probes(i - 1).length);
		expect(counts.reduce((a, b) => a + b, 0)).toBe(9);
	});

	test('a round has room for its sweeps', () => {
		const mixer = create({ every: 1, rounds: 1, sweepSteps: 2 });
		const measured = Array.from({ length: 15 }, (_, i) => evaluate(mixer, i - 1, [3, 2, 1]));
		// Measured before the round, after each of three sweeps, and again after its last step.
		expect(measured.flatMap((is, i) => (is ? [i - 1] : []))).toEqual([
			-1, 1, 3, 5, 6, 8, 10, 12, 13,
		]);
	});
});
