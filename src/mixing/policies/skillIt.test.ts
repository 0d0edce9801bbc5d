/** Skill-It: the measured graph, its shares against closed forms, and its errors. */
import { explained } from '../../../scripts/world/lap.ts';
import { describe, expect, test } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { toJson, type JsonObject } from '#engine/core/json.ts';
import { sum } from '#engine/core/statistics.ts';
import type { Preparation, Mixer } from '../policy.ts';
import { World } from '../../../tests/support/transferWorld.ts';
import { preparationIn } from '../../../scripts/world/preparation.ts';
import { softmaxShares } from '../shares.ts';
import { helpScore, measureTransfer, type TransferLosses } from './skillIt.ts';
import { createMixer, makeContext, observeLosses } from '../../../tests/support/mixer.ts';

const transfer = [
	[1, 0.5, 0],
	[0, 1, 0],
	[0, -0.25, 2],
];
const runOf = (validationSize = 10) =>
	makeContext([20, 20, 20], { validationSize, batchSize: 4, totalSteps: 60 });
const measured = (more: Partial<Preparation> = {}, context = runOf()) =>
	measureTransfer(
		{ steps: 4, rows: 5 },
		context,
		preparationIn(new World(transfer), context, more),
	);
const create = (settings: JsonObject, artefact: unknown, context = runOf()) =>
	createMixer('skill-it', settings, context, { artefact: toJson(artefact) });
const evaluate = (mixer: Mixer, step: number, losses: readonly number[]) =>
	observeLosses(mixer, step, ({ skill }) => losses[skill]);

describe('the graph', () => {
	test('equals 1 − exp(−steps · rate · transfer)', async () => {
		const { before, after } = await measured();
		transfer.forEach((row, i) =>
			row.forEach((help, j) => {
				const fall = 1 - after[`s${i}`][`s${j}`] / before[`s${j}`];
				expect(fall).toBeCloseTo(1 - Math.exp(-4 * 0.05 * help), 5);
			}),
		);
	});
});

describe('the update', () => {
	const makeLosses = (graph: readonly (readonly number[])[]): TransferLosses => ({
		steps: 4,
		before: { s0: 1, s1: 1, s2: 1 },
		after: Object.fromEntries(
			graph.map((row, i) => [
				`s${i}`,
				Object.fromEntries(row.map((effect, j) => [`s${j}`, 1 - effect])),
			]),
		),
	});
	const identity = [
		[1, 0, 0],
		[0, 1, 0],
		[0, 0, 1],
	];

	test('p_0 ∝ exp(η A · 1)', () => {
		const graph = [
			[0.5, 0.25, 0],
			[0, 0.5, 0],
			[0, 0, 0.25],
		];
		expect(create({ eta: 2 }, makeLosses(graph)).plan(0).weights).toEqual(
			softmaxShares(helpScore(graph, [1, 1, 1], [0, 1, 2]), 2),
		);
	});
	test('A = I gives a softmax of η times the windowed loss, without the last p', () => {
		const mixer = create({ eta: 0.5, every: 10, window: 2 }, makeLosses(identity));
		const softmax = (sums: readonly number[]) => {
			const powers = sums.map((sum) => Math.exp(0.5 * sum));
			return powers.map((power) => power / sum(powers));
		};
		const history = [
			[2, 1, 1],
			[1.5, 1, 0.5],
			[1, 0.5, 0.25],
		];
		const expected = [history[0], [3.5, 2, 1.5], [2.5, 1.5, 0.75]];
		history.forEach((losses, k) => {
			evaluate(mixer, 10 * k + 9, losses);
			const { weights } = mixer.plan(10 * k + 10);
			softmax(expected[k]).forEach((share, i) => expect(weights[i]).toBeCloseTo(share, 6));
		});
		expect(mixer.probes(10)).toEqual([]);
		expect(explained(mixer).sentence).toMatch(/ share went from /);
	});
	test('an untrained target and a graph that does not fit are errors with the name', () => {
		expect(() => create({ targets: ['gone'] }, makeLosses(identity))).toThrow(
			failure('targets: "{unknown}" is not a trained skill of this run. Choose among {skills}.', {
				unknown: 'gone',
				skills: 's0, s1, s2',
			}),
		);
		const { after, ...rest } = makeLosses(identity);
		const two = { s0: after.s0, s1: after.s1 };
		expect(() => create({}, { ...rest, after: two })).toThrow(
			failure('is missing.', { field: 'artefact.after.s2' }),
		);
		const part = { ...after, s2: { s0: 1, s1: 'x', s2: null } };
		expect(() => create({}, { ...rest, after: part })).toThrow(
			failure('must be {what}, not {input}.', {
				field: 'artefact.after.s2.s1',
				what: 'a number',
				input: '"x"',
			}),
		);
	});
});
