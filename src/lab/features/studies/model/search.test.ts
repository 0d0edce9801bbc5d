/** The search for a static mix: always the same mixes, close to the best one. */
import { describe, expect, test } from 'vitest';
import { sha256OfJson } from '#engine/core/hash.ts';
import type { Json } from '#engine/core/json.ts';
import { planCells } from './cells.ts';
import { searchFor, searchMix, searchRuns } from './search.ts';
import { baseExperiment, resultWith, skillInfos, makeStudy } from './study.test-support.ts';

describe('search for a static mix', () => {
	const search = { draws: 24, refinements: 16, finalists: 4, concentration: 2, spread: 0.3 };
	const best = { a: 0.6, b: 0.3, c: 0.1 };
	/** Highest at `best`, by the squared distance of square roots (Hellinger). */
	const readScore = (ratios: Readonly<Record<string, number>>) =>
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
				return readScore(ratios);
			},
		);
		expect(seen[0]).toEqual([0.333, 0.333, 0.333]);
		expect(found.runs).toBe(24 + 16 + 4);
		expect(seeds.filter((seed) => seed === 102)).toHaveLength(4);
		expect(found.score).toBeGreaterThan(-0.02);
		expect(found.score).toBeCloseTo(readScore(found.ratios), 12);
		expect(found.score).toBeGreaterThan(readScore({ a: 1 / 3, b: 1 / 3, c: 1 / 3 }));
	});

	test('finds the same mixes as when results were first published', async () => {
		const seen: unknown[] = [];
		const found = await searchMix(
			['a', 'b', 'c'],
			{ ...search, seeds: [101, 102] },
			async (ratios, seed) => {
				seen.push([ratios, seed]);
				return -Math.abs(ratios.a - 0.6) - Math.abs(ratios.b - 0.3);
			},
		);
		expect(seen.slice(1, 3)).toEqual([
			[{ a: 0.244, b: 0.506, c: 0.25 }, 101],
			[{ a: 0.228, b: 0.214, c: 0.558 }, 101],
		]);
		expect(found.ratios).toEqual({ a: 0.548, b: 0.282, c: 0.17 });
		expect(sha256OfJson(seen as Json)).toBe(
			'a87b04fe7b1d2215cbb7667e22a6ea1c06a70c8ef50959af5bd3367ac2caa766',
		);
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

describe('of a study', () => {
	const search = {
		draws: 3,
		refinements: 2,
		finalists: 2,
		concentration: 2,
		spread: 0.3,
		seeds: [101, 102] as const,
	};

	test('trains on validation examples with its own seeds, and finds the best mix', async () => {
		const study = makeStudy({ search, seeds: [1] });
		const cell = planCells(study, skillInfos).at(-1);
		const seen: [number, number][] = [];
		const found = await searchFor(cell, search, async (experiment) => {
			const ratios = experiment.policy[0].settings.ratios as Record<string, number>;
			seen.push([experiment.seed, ratios.addition]);
			expect(experiment).toEqual({
				...baseExperiment,
				seed: experiment.seed,
				evaluation: { ...baseExperiment.evaluation, part: 'validation' },
				policy: [{ fromStep: 0, id: 'fixed', settings: { ratios } }],
			});
			return resultWith({}, { exact: ratios.addition });
		});
		expect(seen.map(([seed]) => seed)).toEqual([101, 101, 101, 101, 101, 102, 102]);
		expect(seen).toHaveLength(searchRuns(search));
		expect(found.ratios.addition).toBe(Math.max(...seen.map(([, add]) => add)));
		await expect(
			searchFor(planCells(study, skillInfos)[0], search, () => Promise.reject(new Error('no'))),
		).rejects.toThrow(/its shares are known/);
	});
});
