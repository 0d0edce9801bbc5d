/** A study's cells: the grid, their keys, waiting cells, and the largest number. */
import { describe, expect, test } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { sum } from '#engine/core/statistics.ts';
import { learningRateAt } from '#engine/training/RunEnd.ts';
import { failure } from '../../../tests/support/failure.ts';
import { createMixer, makeContext } from '../../../tests/support/mixer.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import { cellExperiment, toKey, planCells, type Cell } from './cells.ts';
import { listUnits } from '../../../scripts/lib/bench/Unit.ts';
import { allFactors, countCells } from './factors.ts';
import { scheduleMean, toSchedule, type MeanOver } from './schedule.ts';
import {
	baseExperiment,
	models,
	resultWith,
	skillInfos,
	makeStudy,
} from '../../../tests/support/study.ts';

const listCells = (change: object = {}) => planCells(makeStudy(change), skillInfos);
const readExperiment = (cell: Cell | undefined) => cell?.experiment ?? expect.fail('no cell');

const whole = {
	models: ['skillet-base', 'skillet-medium'],
	epochs: [1, 2],
	learningRates: [1e-3, 2e-3],
	domainShares: [0.25, 0.75],
};

describe('the grid', () => {
	test('has each combination once; seeds vary slowest and policies fastest', () => {
		const study = makeStudy(whole);
		const cells = planCells(study, skillInfos);
		expect(cells).toHaveLength(3 * 2 * 2 * 2 * (2 + 2));
		expect(countCells(study)).toBe(cells.length);
		expect(new Set(cells.map(({ key }) => key)).size).toBe(cells.length);
		expect(cells.map(({ factors }) => factors)).toEqual(allFactors(study));
		expect(cells.slice(0, 4).map(({ factors }) => factors.policy)).toEqual([
			'uniform',
			'MoS',
			'domain 25 %',
			'domain 75 %',
		]);
		expect(cells[0].factors).toEqual({
			policy: 'uniform',
			seed: 1,
			model: 'skillet-base',
			epochs: 1,
			learningRate: 1e-3,
		});
	});

	test('each axis changes its part of the experiment', () => {
		const cell = listCells(whole).find(
			({ factors: { model, epochs, learningRate, policy, seed } }) =>
				model === 'skillet-medium' &&
				epochs === 2 &&
				learningRate === 2e-3 &&
				policy === 'MoS' &&
				seed === 3,
		);
		const examples = skillInfos
			.filter(({ role }) => role === 'domain')
			.reduce((sum, { counts }) => sum + counts.train, 0);
		const experiment = readExperiment(cell);
		expect(experiment).toMatchObject({
			model: models[1],
			seed: 3,
			steps: Math.ceil((2 * examples) / 32),
			policy: [{ fromStep: 0, id: 'mos' }],
		});
		expect(experiment.optimizer.learningRate).toBe(2e-3);
		expect(cell!.key).toBe(toKey(experiment));
	});

	test('`rows` trains a policy on the right rows of each skill, or on the validation rows', () => {
		const policies = [
			{ label: 'noisy', id: 'uniform' },
			{ label: 'oracle', id: 'uniform', rows: 'right' },
			{ label: 'validation', id: 'uniform', rows: 'validation' },
		];
		const cells = listCells({ experiment: 'noisy-pool', policies, seeds: [1] });
		const findSkill = (cell: Cell) =>
			readExperiment(cell).skills.find(({ id }) => id === 'sorting')!;
		const [noisy, oracle, validation] = cells.map(findSkill);
		expect(oracle.noise).toEqual({ ...noisy.noise, only: 'right' });
		expect(validation.noise).toEqual({ wrongShare: 0, duplicates: 0, only: 'validation' });
		expect(new Set([noisy, oracle, validation].map(({ sha256 }) => sha256)).size).toBe(3);
		expect(() => listCells({ policies, epochs: [1] })).toThrow('policies[1].rows: epochs set');
	});

	test('domain shares train general text; a share of 0 draws none of the domain', () => {
		const cells = listCells({ policies: [], domainShares: [0, 0.4, 1], seeds: [1] });
		const readRatios = (cell: Cell) =>
			readExperiment(cell).policy[0].settings.ratios as Record<string, number>;
		expect(cells.map(({ factors }) => factors.domainShare)).toEqual([0, 0.4, 1]);
		for (const cell of cells)
			expect(readExperiment(cell).skills.every(({ use }) => use === 'train')).toBe(true);
		expect(readRatios(cells[1])).toMatchObject({ stories: 0.6, addition: 0.4 / 8 });
		expect(Object.values(readRatios(cells[0])).filter((share) => share > 0)).toEqual([1]);
		expect(readRatios(cells[2]).stories).toBe(0);
	});

	test('updates set the steps; tokens allow more steps; a policy can have its own', () => {
		const [updates] = listCells({ budget: { updates: 77 } });
		expect(readExperiment(updates).steps).toBe(77);
		const [tokens] = listCells({ budget: { tokens: 5000 } });
		expect(readExperiment(tokens)).toMatchObject({
			budget: { kind: 'tokens', tokens: 5000 },
			steps: 1200,
		});
		const [seconds] = listCells({ budget: { seconds: 30 } });
		expect(readExperiment(seconds)).toMatchObject({ steps: 300, budget: { seconds: 30 } });
		const [fixedSteps] = listCells({
			policies: [{ label: 'full data', id: 'uniform', steps: 9 }],
			budget: { updates: 77 },
		});
		expect(readExperiment(fixedSteps).steps).toBe(9);
	});

	test('a key depends only on the experiment, not on the title or other seeds', () => {
		const [first] = listCells();
		expect(listCells({ title: 'Other', seeds: [1, 9] })[0].key).toBe(first.key);
		expect(listCells({ budget: { updates: 5 } })[0].key).not.toBe(first.key);
	});
});

describe('waiting cells', () => {
	const replayed = {
		policies: [
			{ label: 'MoS', id: 'mos' },
			{ label: 'mean of MoS', id: 'replay', meanOf: 'MoS' },
			{ label: 'mean of the mean', id: 'fixed', meanOf: 'mean of MoS' },
		],
		seeds: [1, 2],
	};

	test('a mean mix comes from the cell with the same other factors', () => {
		const cells = listCells(replayed);
		const [source, mean] = cells.slice(3);
		expect([source.factors.seed, mean.factors.seed]).toEqual([2, 2]);
		expect(mean.replays).toEqual({ cell: source.key, as: 'mean' });
		expect(() => cellExperiment(mean, new Map())).toThrow(
			failure(
				'The shares of "{policy}", seed {seed}, are not known yet: they come from runs that are not done. Continue the study first.',
			),
		);
		const mix = { addition: 0.25, sorting: 0.75 };
		const done = new Map([[source.key, { ...resultWith(source.factors, { exact: 0 }), mix }]]);
		const experiment = cellExperiment(mean, done);
		expect(experiment.policy[0]).toMatchObject({ id: 'replay', settings: { ratios: mix } });
		expect(experiment).toEqual(parseExperiment(experiment));
		expect({ ...experiment, policy: [] }).toEqual({ ...baseExperiment, seed: 2, policy: [] });
		expect(cellExperiment(source, new Map())).toBe(source.experiment);
	});

	test('reversed shares are those of the source’s steps, from the last to the first', () => {
		const cells = listCells({
			policies: [
				{ label: 'MoS', id: 'mos' },
				{ label: 'backwards', id: 'timetable', reverseOf: 'MoS' },
			],
		});
		const [source, backwards] = cells;
		expect(source.keepsSchedule).toBe(true);
		expect(backwards.replays).toEqual({ cell: source.key, as: 'reversed' });
		const shares = [0.2, 0.2, 0.2, 0.5, 0.7];
		const skills = [
			{ id: 'addition', use: 'train' },
			{ id: 'stories', use: 'watch' },
			{ id: 'sorting', use: 'train' },
		] as const;
		const steps = shares.map((share) => ({ weights: [share, 0, 1 - share] }));
		const schedule = toSchedule(skills, steps);
		expect(schedule.map(({ step }) => step)).toEqual([0, 2, 3, 4]);
		const result = { ...resultWith(source.factors, { exact: 0 }), schedule };
		const { policy } = cellExperiment(backwards, new Map([[source.key, result]]));
		const context = makeContext([9, 9]);
		const ids = ['addition', 'sorting'];
		const mixer = createMixer('timetable', policy[0].settings, {
			...context,
			skills: context.skills.map((skill, i) => ({ ...skill, id: ids[i] })),
		});
		expect(shares.map((_, step) => mixer.plan(step).weights[0])).toEqual(shares.toReversed());
		const { schedule: _, ...published } = result;
		expect(() => cellExperiment(backwards, new Map([[source.key, published]]))).toThrow(
			failure(
				'The shares of "{policy}", seed {seed}, are not known yet: they come from runs that are not done. Continue the study first.',
			),
		);
		expect(listUnits(cells)[0]).toEqual([source.key, backwards.key]);
	});

	test('a mean is over the first steps, or weighted by the learning rate', () => {
		const means = listCells({
			policies: [
				{ label: 'MoS', id: 'mos' },
				{ label: 'first', id: 'replay', meanOf: 'MoS', meanOver: 2 },
				{ label: 'rate', id: 'replay', meanOf: 'MoS', meanOver: 'learningRate' },
			],
		});
		const [source, first, rate] = means;
		expect(source.keepsSchedule).toBe(true);
		expect(first.key).not.toBe(rate.key);
		expect(first.replays).toEqual({ cell: source.key, as: 'mean', over: 2 });
		// A point that equals both neighbours is left out: steps 0 to 2 have 0.2.
		const schedule = [0.2, 0.2, 0.6].map((share, i) => ({
			step: [0, 2, 3][i],
			ratios: { addition: share, sorting: 1 - share },
		}));
		const run = {
			steps: 4,
			optimizer: { ...baseExperiment.optimizer, learningRate: 1 },
			schedule: { kind: 'linear', warmup: 0, floor: 0 },
		} as const;
		const addition = (over: MeanOver) => scheduleMean(schedule, over, run).addition;
		expect(addition(2)).toBeCloseTo(0.2, 12);
		expect(addition(4)).toBeCloseTo(0.3, 12);
		const rates = [1, 2, 3, 4].map((step) => learningRateAt(step, 4, 1, run.schedule));
		expect(addition('learningRate')).toBeCloseTo(
			sum(rates.map((weight, i) => weight * [0.2, 0.2, 0.2, 0.6][i])) / sum(rates),
			12,
		);
		const result = { ...resultWith(source.factors, { exact: 0 }), schedule };
		const { policy } = cellExperiment(first, new Map([[source.key, result]]));
		expect(policy[0].settings).toMatchObject({ ratios: { addition: 0.2, sorting: 0.8 } });
		const { schedule: _, ...published } = result;
		expect(() => cellExperiment(rate, new Map([[source.key, published]]))).toThrow(InputError);
	});
});

describe('too many cells', () => {
	const seeds = Array.from({ length: 100 }, (_, i) => i);
	const rates = seeds.map((i) => (i + 1) / 1000);
	const epochs = seeds.map((i) => i + 1);

	test('a million cells are refused at once, with the axes that cause them', () => {
		const began = process.cpuUsage();
		expect(() =>
			makeStudy({ policies: [{ label: 'a', id: 'uniform' }], seeds, learningRates: rates, epochs }),
		).toThrow(
			new RegExp(
				'^study\\.json: The study has 1,000,000 cells ' +
					'\\(seed 100 × epochs 100 × learning rate 100\\), more than 5,000',
			),
		);
		// No cell is made: it takes milliseconds instead of minutes.
		expect(process.cpuUsage(began).user / 1000).toBeLessThan(1000);
	});
});
