/** Pure parts of the engine benchmark: budgets, loss comparison, ratios and shared data. */
import { describe, expect, it } from 'vitest';
import { compareLosses } from '../engine/agreement.ts';
import { affordableAgreement, matmulFlops } from '../engine/budget.ts';
import { evaluateGoals } from '../engine/goals.ts';
import { listProducts, square, summariseTiles } from '../engine/matmuls.ts';
import { bestOfOurs, type EntrantResult, type WorkloadResult } from '../engine/results.ts';
import { denseTargets } from '../entrants/denseTargets.ts';
import { makeTask, taskBatch } from '../entrants/task.ts';
import { workloads } from '../entrants/workloads.ts';

const workload = (name: string) => workloads.find((workload) => workload.name === name)!;

describe('budget', () => {
	it('compares 20 steps if they fit, and at least 2', () => {
		expect(affordableAgreement(100, 10)).toBe(20);
		expect(affordableAgreement(1000, 7.9)).toBe(7);
		expect(affordableAgreement(30_000, 7)).toBe(2);
	});
	it('counts matrix products like a calculation by hand', () => {
		const { config, batch, context } = workload('tiny');
		const matrices = 2 * (4 * 64 * 64 + 3 * 64 * 184) + 256 * 64;
		const attention = 2 * 2 * (2 * 64 * 64 * 64) * 8;
		expect(matmulFlops(config, batch, context)).toBe(3 * (2 * matrices * 8 * 64 + attention));
	});
});

describe('agreement', () => {
	it('allows 1e-3 of the loss, over common steps', () => {
		const found = compareLosses(
			new Map([
				['a', [5, 4, 3]],
				['b', [5.004, 4]],
			]),
		);
		expect(found).toMatchObject({ reference: 'a', steps: 2, deviations: [] });
		expect(found.largest).toBeCloseTo(0.0008);
	});
	it('names the engine that deviates and the step, in any order', () => {
		const found = compareLosses(
			new Map([
				['odd', [5, 4, 3.1]],
				['b', [5, 4, 3]],
				['c', [5, 4, 3]],
			]),
		);
		expect(found.deviations).toEqual([{ name: 'odd', step: 3, loss: 3.1, expected: 3 }]);
	});
	it('treats NaN as a deviation', () => {
		const found = compareLosses(
			new Map([
				['a', [5, 4]],
				['b', [5, Number.NaN]],
			]),
		);
		expect(found.deviations).toMatchObject([{ name: 'b', step: 2 }]);
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
	script: null,
	dispatchesPerStep: null,
	peakBytes: null,
	kernels: null,
});

const found = (
	name: string,
	entrants: EntrantResult[],
	absent: WorkloadResult['absent'] = [],
): WorkloadResult => ({
	name,
	about: '',
	parameters: 1,
	rows: 1,
	time: 1,
	matmulFlops: 4e9,
	agreement: null,
	absent,
	entrants,
});

describe('ratios', () => {
	it('compares with the median of our fastest engine', () => {
		const rival = entrant('x', [40]);
		const ours = [entrant('gpu', [10], true), entrant('cpu', [8, 9, 3], true)];
		expect(bestOfOurs(found('tiny', [rival, ...ours]))).toBe(8);
		expect(bestOfOurs(found('tiny', [rival]))).toBeNull();
	});
});

describe('matrix products', () => {
	it('are the linear layers, forward and twice backward', () => {
		const { config, batch, context } = workload('tiny');
		const flops = listProducts(workload('tiny')).reduce(
			(sum, { m, n, k, count }) => sum + 2 * m * n * k * count,
			0,
		);
		const attention = 3 * 2 * 2 * (2 * 64 * 64 * 64) * 8;
		expect(flops).toBe(matmulFlops(config, batch, context) - attention);
	});
	it('sum the times of their tiles by count per step', () => {
		const shape = { product: 'NN', m: 100, n: 100, k: 50 } as const;
		const tiles = [
			{ tile: 'a', gflops: 10 },
			{ tile: 'b', gflops: 5 },
		];
		const speeds = [{ ...shape, tiles, chosen: 'b' }];
		const summary = summariseTiles([{ ...shape, count: 3 }], speeds)!;
		expect(summary.best).toBeCloseTo(0.3);
		expect(summary.chosen).toBeCloseTo(0.6);
		expect(summariseTiles(square, speeds)).toBeNull();
	});
});

describe('goals', () => {
	const results = [
		found('small', [
			{ ...entrant('skillet-webgpu', [800, 850, 900], true), stepsPerRound: 10, script: 0.6 },
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
	const values = (part: string, workloads = results) =>
		evaluateGoals({ workloads, tiles: speeds, software: true })
			.filter(({ about }) => about.includes(part))
			.map(({ value, met }) => ({ value: value && Number(value.toFixed(3)), met }));
	it('are met, not met, or not measured', () => {
		expect(values('small: WebGPU as fast as tfjs')).toEqual([{ value: 10, met: true }]);
		expect(values('small: a WebGPU step')).toEqual([{ value: 1.7, met: false }]);
		expect(values('jax-wasm on small')).toEqual([{ value: 0.9, met: false }]);
		expect(values('jax-wasm on default')).toEqual([{ value: 4, met: true }]);
		expect(values('JavaScript')).toEqual([{ value: 0.6, met: false }]);
		expect(values('512 × 512')).toEqual([{ value: 62.5, met: false }]);
		expect(values('tiny: WebGPU as fast as tfjs')).toEqual([{ value: null, met: null }]);
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
	it('have one shape in all batches', () => {
		for (const name of ['default', 'default-packed']) {
			const { rows: batches } = makeTask(workload(name));
			const shapes = batches.map(
				({ rows, time, exampleCount }) => `${rows} ${time} ${exampleCount}`,
			);
			expect(new Set(shapes).size).toBe(1);
		}
	});
	it('pack the same targets into fewer rows', () => {
		const [padded, packed] = ['default', 'default-packed'].map((name) => makeTask(workload(name)));
		padded.rows.forEach((batch, i) => {
			expect(packed.rows[i].rows).toBeLessThan(batch.rows);
			expect(packed.rows[i].targets).toEqual(batch.targets);
		});
	});
	it('have the same targets in the same order without rows', () => {
		for (const name of ['tiny', 'default', 'default-packed']) {
			const task = makeTask(workload(name));
			task.rows.forEach((batch, i) => {
				const stream = taskBatch(task, i);
				expect(stream.targets).toEqual(batch.targets);
				expect(stream.owners).toEqual(batch.owners);
				expect(stream.packLength).toBeLessThanOrEqual(batch.rows * batch.time);
				stream.predictors.forEach((position, t) => {
					expect(stream.tokens[position]).toBe(batch.tokens[batch.predictors[t]]);
					expect(stream.positions[position]).toBe(batch.positions[batch.predictors[t]]);
				});
			});
		}
	});
	it('give llama.cpp one row whose tokens are all targets, and the embedding first', () => {
		const task = makeTask(workload('stories260k'));
		expect(task.specs[0]).toMatchObject({ role: 'embedding', offset: 0 });
		expect(task).toMatchObject({ besideLlamaCpp: true, optimizer: { weightDecay: 0 } });
		for (const { rows, time, targets } of task.rows)
			expect([rows, time, targets.length]).toEqual([1, 256, 256]);
	});
	it('give all examples equal weight, and all targets of an example', () => {
		const [batch] = makeTask(workload('default')).rows;
		const { labels, weights } = denseTargets(batch);
		const sums = new Float64Array(batch.exampleCount);
		batch.predictors.forEach((position, i) => {
			expect(labels[position]).toBe(batch.targets[i]);
			sums[batch.owners[i]] += weights[position];
		});
		for (const sum of sums) expect(sum).toBeCloseTo(1 / batch.exampleCount, 6);
		expect(weights.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0)).toBe(
			batch.targets.length,
		);
	});
});
