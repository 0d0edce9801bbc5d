/** The bench's plan from its words, and its figures from results. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { sampleExperiment } from '#experiment/sample.test-support.ts';
import type { RunEvent } from '#training/events.ts';
import { parseModel, parsePolicies, parseSeeds, planRuns } from '../../scripts/bench/plan.ts';
import { benchCsv, benchTable, differences } from '../../scripts/bench/report.ts';
import { resultOf, ResultStore, type RunResult } from '../../scripts/bench/results.ts';

describe('plan', () => {
	test('policies with settings, in brackets that may hold commas', () => {
		expect(parsePolicies('uniform, temperature(tau=5),fixed(ratios={"a":1,"b":2})')).toEqual([
			{ label: 'uniform', id: 'uniform', settings: {} },
			{ label: 'temperature(tau=5)', id: 'temperature', settings: { tau: 5 } },
			{ label: 'fixed(ratios={"a":1,"b":2})', id: 'fixed', settings: { ratios: { a: 1, b: 2 } } },
		]);
		for (const wrong of ['', 'uni form', 'temperature(5)'])
			expect(() => parsePolicies(wrong)).toThrow(/--policies/);
	});

	test('seeds as a count or a list', () => {
		expect(parseSeeds('3')).toEqual([1, 2, 3]);
		expect(parseSeeds('5,1,5')).toEqual([5, 1]);
		for (const wrong of ['0', 'x', '1.5', '-1,2'])
			expect(() => parseSeeds(wrong)).toThrow(/--seeds/);
	});

	test('a shipped model by its name', () => {
		const shipped = [{ id: 'skillet-large', sha256: 'f'.repeat(64) }];
		const model = parseModel('skillet-large', shipped);
		const options = { policies: parsePolicies('uniform'), seeds: [1], model };
		expect(planRuns(sampleExperiment, options)[0].experiment.model).toEqual(shipped[0]);
		expect(() => parseModel('x', shipped)).toThrow(/--model.*skillet-large/);
	});

	test('runs have keys of their own, and wrong settings are named before anything runs', () => {
		const runs = planRuns(sampleExperiment, {
			policies: parsePolicies('uniform,proportional'),
			seeds: [1, 2],
			steps: 10,
		});
		expect(runs.map(({ policy, seed }) => `${policy.id} ${seed}`)).toEqual([
			'uniform 1',
			'proportional 1',
			'uniform 2',
			'proportional 2',
		]);
		expect(new Set(runs.map(({ key }) => key)).size).toBe(4);
		expect(runs[0].experiment.steps).toBe(10);
		expect(() =>
			planRuns(sampleExperiment, { policies: parsePolicies('temperature(tau=-1)'), seeds: [1] }),
		).toThrow(/tau/);
	});
});

const score = (exact: number | null) => ({ loss: 0.5, exact, tokenAccuracy: 0.5, examples: 10 });
const result = (policy: string, seed: number, average: number): RunResult => ({
	policy,
	seed,
	steps: 10,
	base: {
		skills: sampleExperiment.skills.map(() => score(0)),
		averageExact: 0,
		worstExact: { skill: 0, exact: 0 },
	},
	final: {
		skills: sampleExperiment.skills.map(() => score(average)),
		averageExact: average,
		worstExact: { skill: 0, exact: average / 2 },
	},
	trainingMilliseconds: 1000,
	totalMilliseconds: 1500,
	tokens: 10,
	backend: 'wasm',
});

describe('report', () => {
	const results = [
		result('uniform', 1, 0.5),
		result('proportional', 1, 0.3),
		result('uniform', 2, 0.6),
		result('proportional', 2, 0.2),
	];

	test('paired differences against the first policy', () => {
		const [difference] = differences(results);
		expect(difference).toMatchObject({ policy: 'proportional', against: 'uniform' });
		// −.2 and −.4: mean −.3, standard error .1, t(.975; 1) = 12.706.
		expect(difference.average.mean).toBeCloseTo(-0.3, 12);
		expect(difference.average.low).toBeCloseTo(-0.3 - 1.2706, 3);
		expect(difference.worst.mean).toBeCloseTo(-0.15, 12);
	});

	test('the table has each policy and the CSV a line per run and skill', () => {
		expect(benchTable(sampleExperiment, results)).toMatch(/average exact %\s+55\.0 ±\S+\s+25\.0/);
		expect(benchCsv(sampleExperiment, results).trim().split('\n')).toHaveLength(
			1 + 4 * sampleExperiment.skills.length,
		);
	});

	test('a result is stored under the whole experiment, and a failed run is none', () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
		const [run, other] = planRuns(sampleExperiment, {
			policies: parsePolicies('uniform'),
			seeds: [1, 2],
		});
		const store = new ResultStore(folder);
		store.put(run, results[0]);
		expect(new ResultStore(folder).get(run)).toEqual(results[0]);
		expect(store.get(other)).toBeNull();
		rmSync(folder, { recursive: true });
		const failed: RunEvent[] = [
			{ type: 'failed', step: 3, message: 'The loss was not a finite number.' },
		];
		expect(() => resultOf(run, failed, 1, 'wasm')).toThrow(/step 3: The loss/);
	});
});
