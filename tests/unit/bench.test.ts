/** The bench's plan from its words, and its figures from results. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { sampleExperiment } from '#experiment/sample.test-support.ts';
import type { RunEvent } from '#training/events.ts';
import { searchMix } from '../../scripts/bench/mixSearch.ts';
import {
	parseModel,
	parsePolicies,
	parseSeeds,
	planRun,
	type PlanOptions,
} from '../../scripts/bench/plan.ts';
import { benchCsv, benchMarkdown, benchTable, differences } from '../../scripts/bench/report.ts';
import { resultOf, ResultStore, type RunResult } from '../../scripts/bench/results.ts';
import { parseStudy } from '../../scripts/bench/study.ts';

const planned = (policy: string, options: Partial<PlanOptions> = {}) =>
	planRun(sampleExperiment, parsePolicies(policy)[0], { seed: 1, engine: 'a', ...options });

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

	test('a preset after a slash, under the settings in brackets', () => {
		const [paper] = parsePolicies('mos/paper(reward=similarity)');
		expect(paper).toMatchObject({ id: 'mos', label: 'mos/paper(reward=similarity)' });
		expect(paper.settings).toMatchObject({ interval: 100, reward: 'similarity' });
		expect(() => parsePolicies('mos/best')).toThrow(/"best".*lab, paper, code/);
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
		expect(planned('uniform', { model }).experiment.model).toEqual(shipped[0]);
		expect(() => parseModel('x', shipped)).toThrow(/--model.*skillet-large/);
	});

	test('runs have keys of their own, and wrong settings are named before anything runs', () => {
		const runs = [
			planned('uniform'),
			planned('proportional'),
			planned('uniform', { seed: 2 }),
			planned('uniform', { engine: 'b' }),
			planned('uniform', { steps: 10 }),
		];
		expect(new Set(runs.map(({ key }) => key)).size).toBe(5);
		expect(planned('uniform').key).toBe(runs[0].key);
		expect(runs[4].experiment.steps).toBe(10);
		expect(() => planned('temperature(tau=-1)')).toThrow(/tau/);
	});

	test('a mean mix fills the ratios, and full data has steps of its own', () => {
		const id = sampleExperiment.skills.find(({ use }) => use === 'train')!.id;
		const replayed = planned('fixed', { mix: { [id]: 0.25 } });
		expect(replayed.experiment.policy[0].settings).toEqual({ ratios: { [id]: 0.25 } });
		const full = { label: 'full data', id: 'proportional', settings: {}, steps: 77 };
		expect(
			planRun(sampleExperiment, full, { seed: 1, steps: 5, engine: '' }).experiment.steps,
		).toBe(77);
	});
});

describe('study', () => {
	const study = {
		title: 'Policies',
		seeds: [1, 2],
		policies: [
			{ label: 'a', id: 'uniform' },
			{ label: 'b', id: 'fixed', meanOf: 'a' },
		],
		against: ['a'],
	};
	const parsed = (change: object) =>
		parseStudy(JSON.stringify({ ...study, ...change }), 'study.json');

	test('is read with its defaults', () => {
		expect(parsed({})).toMatchObject({ experiment: null, target: null, search: null });
		expect(parsed({}).policies[1]).toEqual({ label: 'b', id: 'fixed', settings: {}, meanOf: 'a' });
	});

	test.each([
		['no JSON', '{', /study\.json is not JSON/],
		['an unknown field', { seed: 3 }, /study\.json: seed/],
		[
			'a label twice',
			{ policies: [...study.policies, { label: 'a', id: 'uniform' }] },
			/policies\.2\.label.*twice/,
		],
		[
			'an unknown policy with a preset',
			{ policies: [{ label: 'a', id: 'best', preset: 'lab' }] },
			/policies\.0\.id.*"best"/,
		],
		[
			'an unknown preset',
			{ policies: [{ label: 'a', id: 'uniform', preset: 'x' }] },
			/policies\.0\.preset.*"x"/,
		],
		[
			'a mean of what comes later',
			{ policies: [{ label: 'a', id: 'fixed', meanOf: 'a' }] },
			/policies\.0\.meanOf/,
		],
		['a comparison with none', { against: ['c'] }, /against.*"c"/],
		['seed 0', { seeds: [0] }, /seeds/],
	])('%s is an error that names it', (_what, change, message) => {
		expect(() =>
			typeof change === 'string' ? parseStudy(change, 'study.json') : parsed(change),
		).toThrow(message);
	});
});

describe('search for a static mix', () => {
	const search = { draws: 24, refinements: 16, finalists: 4, concentration: 2, spread: 0.3 };
	const best = { a: 0.6, b: 0.3, c: 0.1 };
	/** Highest at `best`, by the squared distance of square roots (Hellinger). */
	const scoreOf = (ratios: Readonly<Record<string, number>>) =>
		-Object.entries(best).reduce(
			(sum, [id, share]) => sum + (Math.sqrt(ratios[id]) - Math.sqrt(share)) ** 2,
			0,
		);

	test('comes close to the best mix, counts its runs, and begins with equal shares', async () => {
		const seen: number[][] = [];
		const seeds: number[] = [];
		const found = await searchMix(
			Object.keys(best),
			{ ...search, seeds: [101, 102] },
			async (ratios, seed) => {
				seen.push(Object.values(ratios));
				seeds.push(seed);
				return scoreOf(ratios);
			},
		);
		expect(seen[0]).toEqual([0.333, 0.333, 0.333]);
		expect(found.runs).toBe(24 + 16 + 4);
		expect(seeds.filter((seed) => seed === 102)).toHaveLength(4);
		expect(found.score).toBeGreaterThan(-0.02);
		expect(found.score).toBeCloseTo(scoreOf(found.ratios), 12);
		expect(found.score).toBeGreaterThan(scoreOf({ a: 1 / 3, b: 1 / 3, c: 1 / 3 }));
	});

	test('draws have the mean of the Dirichlet distribution', async () => {
		const drawn: number[][] = [];
		await searchMix(
			['a', 'b', 'c', 'd'],
			{ ...search, draws: 2000, refinements: 1, finalists: 1, seeds: [1, 2] },
			async (ratios) => {
				drawn.push(Object.values(ratios));
				return 0;
			},
		);
		const first = drawn.slice(1, 2000).map(([share]) => share);
		const mean = first.reduce((a, b) => a + b, 0) / first.length;
		// Mean 1/4, variance 3/16 / (4 · 2 + 1): four standard errors.
		expect(Math.abs(mean - 0.25)).toBeLessThan(4 * Math.sqrt(3 / 16 / 9 / first.length));
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
	mix: {},
	mixAt: [],
	noisyShare: null,
	cost: { probeMilliseconds: 0, updates: 0, measured: 0, milliseconds: 0 },
	warnings: [],
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

	test('against several, with a target; bold where the interval excludes 0', () => {
		const same = [...results, result('third', 1, 0.55), result('third', 2, 0.65)];
		const found = differences(same, { against: ['uniform', 'proportional'], target: 0 });
		expect(found.map(({ policy, against }) => `${policy} − ${against}`)).toEqual([
			'proportional − uniform',
			'third − uniform',
			'uniform − proportional',
			'third − proportional',
		]);
		expect(found[1].target?.mean).toBeCloseTo(0.05, 12);
		const text = benchMarkdown(sampleExperiment, same, found);
		expect(text).toMatch(/\| third \| uniform \| \*\*5\.0/);
		expect(text).toMatch(/\| proportional \| uniform \| -30\.0/);
	});

	test('wrong answers, probes and preparations have lines where there are any', () => {
		const cost = { probeMilliseconds: 150, updates: 2000, measured: 300, milliseconds: 500 };
		const costly = { ...result('raise', 1, 0.5), noisyShare: 0.25, cost };
		const table = benchTable(sampleExperiment, [...results, costly]);
		expect(table).toMatch(/wrong answers, % of examples\s+–\s+–\s+25\.0/);
		expect(table).toMatch(/probes, % of the run\s+0\.0\s+0\.0\s+15\.0/);
		expect(table).toMatch(/updates beforehand\s+0\s+0\s+2000/);
		expect(benchTable(sampleExperiment, results)).not.toMatch(/probes|wrong answers/);
	});

	test('the table has each policy and the CSV a line per run and skill', () => {
		expect(benchTable(sampleExperiment, results)).toMatch(/average exact %\s+55\.0 ±\S+\s+25\.0/);
		expect(benchCsv(sampleExperiment, results).trim().split('\n')).toHaveLength(
			1 + 4 * sampleExperiment.skills.length,
		);
	});

	test('a result is stored under the whole experiment, and a failed run is none', () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
		const [run, other] = [planned('uniform'), planned('uniform', { seed: 2 })];
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
