/** Pure parts of the engine benchmark: budgets, loss comparison, ratios and shared data. */
import { describe, expect, it } from 'vitest';
import { compareLosses } from '../engine/agreement.ts';
import { affordableAgreement } from '../engine/budget.ts';
import { denseTargets } from '../entrants/denseTargets.ts';
import { makeTask } from '../entrants/task.ts';
import { workloads } from '../entrants/workloads.ts';

const workload = (name: string) => workloads.find((workload) => workload.name === name)!;

describe('budget', () => {
	it('compares 20 steps if they fit, and at least 2', () => {
		expect(affordableAgreement(100, 10)).toBe(20);
		expect(affordableAgreement(1000, 7.9)).toBe(7);
		expect(affordableAgreement(30_000, 7)).toBe(2);
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

describe('tasks', () => {
	it('pack the same targets into fewer rows', () => {
		const [padded, packed] = ['default', 'default-packed'].map((name) => makeTask(workload(name)));
		padded.rows.forEach((batch, i) => {
			expect(packed.rows[i].rows).toBeLessThan(batch.rows);
			expect(packed.rows[i].targets).toEqual(batch.targets);
		});
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
