/** The engine benchmark's pure parts: budgets, agreement, ratios, and the data that all entrants share. */
import { describe, expect, it } from 'vitest';
import { agreementOf } from '../../scripts/lib/benchEngine/agreement.ts';
import {
	affordableAgreement,
	affordableRounds,
	cellSeconds,
	matmulFlops,
	predictedStep,
} from '../../scripts/lib/benchEngine/budget.ts';
import { goalsOf } from '../../scripts/lib/benchEngine/goals.ts';
import { productsOf, square, summaryOf } from '../../scripts/lib/benchEngine/matmuls.ts';
import { layoutReport, workloadReport } from '../../scripts/lib/benchEngine/report.ts';
import {
	ratioToOurs,
	type EntrantResult,
	type WorkloadResult,
} from '../../scripts/lib/benchEngine/results.ts';
import { denseTargets } from '../bench/denseTargets.ts';
import { median } from '../bench/median.ts';
import { makeTask, taskBatch } from '../bench/task.ts';
import { workloads } from '../bench/workloads.ts';

const workload = (name: string) => workloads.find((one) => one.name === name)!;

describe('budget', () => {
	it('compares 20 steps where they fit, and never fewer than 2', () => {
		expect(affordableAgreement(100, 10)).toBe(20);
		expect(affordableAgreement(1000, 7.9)).toBe(7);
		expect(affordableAgreement(30_000, 7)).toBe(2);
	});
	it('cuts steps first, then rounds, and keeps one step', () => {
		expect(affordableRounds(1, 8, 7)).toEqual({ rounds: 7, steps: 50 });
		expect(affordableRounds(100, 8, 7)).toEqual({ rounds: 7, steps: 11 });
		expect(affordableRounds(2000, 8, 7)).toEqual({ rounds: 4, steps: 1 });
		expect(affordableRounds(20_000, 8, 7)).toEqual({ rounds: 1, steps: 1 });
	});
	it('gives a cell its share of what is left', () => {
		expect(cellSeconds(100, 6, 20)).toBe(30);
		expect(cellSeconds(-5, 6, 20)).toBe(0);
	});
	it('counts the products of matrices as done by hand', () => {
		const { config, batch, context } = workload('tiny');
		const matrices = 2 * (4 * 64 * 64 + 3 * 64 * 184) + 256 * 64;
		const attention = 2 * 2 * (2 * 64 * 64 * 64) * 8;
		expect(matmulFlops(config, batch, context)).toBe(3 * (2 * matrices * 8 * 64 + attention));
	});
	it('predicts a step at the measured rate', () => {
		expect(predictedStep({ milliseconds: 20, flops: 4 }, 10)).toBe(50);
	});
});

describe('agreement', () => {
	it('allows 1e-3 of the loss, over the steps that both have', () => {
		const found = agreementOf(
			new Map([
				['a', [5, 4, 3]],
				['b', [5.004, 4]],
			]),
		);
		expect(found).toMatchObject({ reference: 'a', steps: 2, parted: [] });
		expect(found.largest).toBeCloseTo(0.0008);
	});
	it('names the one that parts from the others, wherever it stands, and the step', () => {
		const found = agreementOf(
			new Map([
				['odd', [5, 4, 3.1]],
				['b', [5, 4, 3]],
				['c', [5, 4, 3]],
			]),
		);
		expect(found.parted).toEqual([{ name: 'odd', step: 3, loss: 3.1, expected: 3 }]);
	});
	it('takes no loss for agreement that is not a number', () => {
		const found = agreementOf(
			new Map([
				['a', [5, 4]],
				['b', [5, Number.NaN]],
			]),
		);
		expect(found.parted).toMatchObject([{ name: 'b', step: 2 }]);
	});
});

const entrant = (name: string, rounds: number[], ours = false): EntrantResult => ({
	name,
	about: name,
	ours,
	device: 'none',
	openMilliseconds: 1,
	losses: [5],
	stepsPerRound: 1,
	rounds,
	javaScript: null,
	dispatchesPerStep: null,
	peakBytes: null,
	kernels: null,
});

describe('ratios', () => {
	it('compares medians with the fastest of ours', () => {
		const all = [entrant('x', [30, 60, 40]), entrant('gpu', [10], true), entrant('cpu', [8], true)];
		expect(ratioToOurs(all[0], all)).toBe(5);
		expect(ratioToOurs(all[0], [all[0]])).toBeNull();
	});
	it('takes the mean of the middle two', () => {
		expect(median([4, 1, 3, 2])).toBe(2.5);
		expect(median([])).toBeNaN();
	});
	it('says in the report who parts', () => {
		const result: WorkloadResult = {
			name: 'tiny',
			about: '',
			parameters: 1,
			rows: 1,
			time: 1,
			matmulFlops: 1e6,
			agreement: {
				reference: 'a',
				steps: 3,
				largest: 0,
				parted: [{ name: 'b', step: 3, loss: 2, expected: 1 }],
			},
			entrants: [entrant('a', [10])],
			absent: [{ name: 'c', reason: 'left out for time', forTime: true }],
		};
		expect(workloadReport(result)).toMatch(/b PARTS at step 3: loss 2, a has 1/);
		expect(workloadReport(result)).toContain('c: left out for time');
	});
});

describe('matrix products', () => {
	it('of a step are its linear layers forward and twice backward', () => {
		const { config, batch, context } = workload('tiny');
		const flops = productsOf(workload('tiny')).reduce(
			(sum, { m, n, k, count }) => sum + 2 * m * n * k * count,
			0,
		);
		const attention = 3 * 2 * 2 * (2 * 64 * 64 * 64) * 8;
		expect(flops).toBe(matmulFlops(config, batch, context) - attention);
	});
	it('take the time of their tiles, as often as a step has them', () => {
		const shape = { product: 'NN', m: 100, n: 100, k: 50 } as const;
		const tiles = [
			{ tile: 'a', gflops: 10 },
			{ tile: 'b', gflops: 5 },
		];
		const speeds = [{ ...shape, tiles, chosen: 'b' }];
		const summary = summaryOf([{ ...shape, count: 3 }], speeds)!;
		expect(summary.best).toBeCloseTo(0.3);
		expect(summary.chosen).toBeCloseTo(0.6);
		expect(summaryOf(square, speeds)).toBeNull();
	});
});

const found = (name: string, entrants: EntrantResult[]): WorkloadResult => ({
	...{ name, about: '', parameters: 1, rows: 1, time: 1, matmulFlops: 4e9 },
	...{ agreement: null, absent: [], entrants },
});

describe('goals', () => {
	const results = [
		found('small', [
			{ ...entrant('skillet-webgpu', [800, 900], true), stepsPerRound: 10, javaScript: 0.6 },
			entrant('skillet-wasm', [100], true),
			entrant('tfjs-webgpu', [8500]),
			entrant('jax-wasm', [90]),
		]),
		found('default', [entrant('skillet-wasm', [20], true), entrant('jax-wasm', [60])]),
		found('default-packed', [entrant('skillet-wasm', [15], true), entrant('jax-wasm', [45])]),
	];
	const speeds = square.map((shape) => ({
		...shape,
		tiles: [
			{ tile: 'a', gflops: 8 },
			{ tile: 'b', gflops: 5 },
		],
		chosen: 'b',
	}));
	const goals = goalsOf({ workloads: results, tiles: speeds, software: true });
	const figures = (part: string) =>
		goals
			.filter(({ about }) => about.includes(part))
			.map(({ figure, met }) => ({ figure: figure && Number(figure.toFixed(3)), met }));
	it('are met or not by this run, and unknown where it did not look', () => {
		expect(figures('small: WebGPU as fast as tfjs')).toEqual([{ figure: 10, met: true }]);
		expect(figures('small: a WebGPU step')).toEqual([{ figure: 1.7, met: false }]);
		expect(figures('jax-wasm on small')).toEqual([{ figure: 0.9, met: false }]);
		expect(figures('jax-wasm on default')).toEqual([{ figure: 4, met: true }]);
		expect(figures('JavaScript')).toEqual([{ figure: 0.6, met: false }]);
		expect(figures('512 × 512')).toEqual([{ figure: 62.5, met: false }]);
		expect(figures('tiny: WebGPU as fast as tfjs')).toEqual([{ figure: null, met: null }]);
	});
	it('leave out JavaScript that was not warm', () => {
		const cold = found('small', [{ ...entrant('skillet-webgpu', [8], true), javaScript: 3 }]);
		const [goal] = goalsOf({ workloads: [cold], tiles: [], software: true }).filter(({ about }) =>
			about.startsWith('JavaScript'),
		);
		expect(goal.figure).toBeNull();
	});
	it('stand beside the gain of each layout', () => {
		expect(layoutReport(results)).toMatch(/jax-wasm +3\.00 × +3\.00 × +4\.00 ×/);
	});
});

describe('tasks', () => {
	it.each([
		['tiny', 120_128],
		['default', 247_008],
		['large', 2_707_392],
	])('%s has %i parameters', (name, parameters) => {
		expect(makeTask(workload(name)).weights.length).toBe(parameters);
	});
	it('has one shape in all batches', () => {
		for (const name of ['default', 'default-packed']) {
			const { rows: batches } = makeTask(workload(name));
			const shapes = batches.map(
				({ rows, time, exampleCount }) => `${rows} ${time} ${exampleCount}`,
			);
			expect(new Set(shapes).size).toBe(1);
		}
	});
	it('packs the same targets into fewer rows', () => {
		const [padded, packed] = ['default', 'default-packed'].map((name) => makeTask(workload(name)));
		padded.rows.forEach((batch, i) => {
			expect(packed.rows[i].rows).toBeLessThan(batch.rows);
			expect(packed.rows[i].targets).toEqual(batch.targets);
		});
	});
	it('gives engines that pack without rows the same targets in the same order', () => {
		for (const name of ['tiny', 'default', 'default-packed']) {
			const task = makeTask(workload(name));
			task.rows.forEach((batch, i) => {
				const stream = taskBatch(task, i);
				expect(stream.targets).toEqual(batch.targets);
				expect(stream.owners).toEqual(batch.owners);
				expect(stream.packLength).toBeLessThanOrEqual(batch.rows * batch.time);
				stream.predictors.forEach((place, t) => {
					expect(stream.tokens[place]).toBe(batch.tokens[batch.predictors[t]]);
					expect(stream.positions[place]).toBe(batch.positions[batch.predictors[t]]);
				});
			});
		}
	});
	it('weighs every example alike, and its targets alike', () => {
		const [batch] = makeTask(workload('default')).rows;
		const { labels, weights } = denseTargets(batch);
		const sums = new Float64Array(batch.exampleCount);
		batch.predictors.forEach((place, i) => {
			expect(labels[place]).toBe(batch.targets[i]);
			sums[batch.owners[i]] += weights[place];
		});
		for (const sum of sums) expect(sum).toBeCloseTo(1 / batch.exampleCount, 6);
		expect(weights.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0)).toBe(
			batch.targets.length,
		);
	});
});
