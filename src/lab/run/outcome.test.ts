/** The outcome of a run, and the verdict about a repetition. */
import { describe, expect, it, test } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import type { Evaluation, RunEvent } from '#lab/training/events.ts';
import { compareOutcomes, type Repeated } from './compareOutcomes.ts';
import type { Experiment } from './experiment.ts';
import { curveBits, toOutcome, type Outcome, expectedCurves } from './outcome.ts';
import { sampleExperiment } from '../../../tests/support/sample.ts';
import type { RunRecord } from './stores.ts';
import { evaluationEvent, stepEvent } from '../../../tests/support/runEvents.ts';

const step = (number: number, loss: number, milliseconds = 5) =>
	stepEvent(number, { loss, milliseconds });
const score = (loss: number, exact: number | null): Evaluation['skills'][number] => ({
	loss,
	exact,
	tokenAccuracy: 0.5,
	examples: 150,
});
const evaluation = (at: number, ...skills: Evaluation['skills']) =>
	evaluationEvent(at, [], { skills });
const events: readonly RunEvent[] = [
	evaluation(0, score(3, 0), score(4, null)),
	step(1, 2.5),
	step(2, 1.25),
	evaluation(2, score(1.234567, 148 / 150), score(3.5, null)),
	{ type: 'finished', step: 2 },
];
const record: RunRecord = {
	id: 'r',
	experiment: sampleExperiment,
	startedAt: 1,
	backend: 'webgpu',
	device: 'apple metal-3',
	engine: 1,
	end: 'finished',
	step: 2,
};

describe('an outcome', () => {
	it('has the last scores, rounded, and the device and engine', () => {
		expect(toOutcome(record, events)).toEqual({
			steps: 2,
			bits: curveBits(events),
			skills: [
				{ loss: 1.2346, exact: 0.9867 },
				{ loss: 3.5, exact: null },
			],
			backend: 'webgpu',
			device: 'apple metal-3',
			engine: 1,
		});
		const { device, engine, ...older } = record;
		expect(Object.keys(toOutcome(older, events)).sort()).toEqual([
			...['backend', 'bits', 'skills', 'steps'],
		]);
	});

	it.each([
		['still going', { ...record, end: 'running' as const }, events],
		['stopped', { ...record, end: 'stopped' as const }, events],
		['without an evaluation', record, events.slice(1, 3)],
		['without its last evaluation', record, events.slice(0, 3)],
	])('is refused: a run %s', (_, run, events) => {
		expect(() => toOutcome(run, events)).toThrow(
			failure('This run has not finished: train it to its end, then share its results.'),
		);
	});

	it('has a hash that each bit changes, and no wall time', () => {
		const bits = curveBits(events);
		expect(bits).toMatch(/^[0-9a-f]{16}$/);
		const other = (i: number, event: RunEvent) => curveBits(events.with(i, event));
		expect(other(1, step(1, 2.5, 77))).toBe(bits);
		expect(other(1, step(1, 2.5 + 2 ** -51))).not.toBe(bits);
		expect(other(1, step(3, 2.5))).not.toBe(bits);
		expect(
			other(3, evaluation(2, score(1.2345670000000002, 148 / 150), score(3.5, null))),
		).not.toBe(bits);
		expect(other(0, evaluation(0, score(3, null), score(4, null)))).not.toBe(bits);
		expect(curveBits(events.slice(0, 3))).not.toBe(bits);
	});
});

const outcome: Outcome = {
	steps: 300,
	bits: '0'.repeat(16),
	backend: 'webgpu',
	device: 'apple metal-3',
	engine: 1,
	skills: [
		{ loss: 0.5, exact: 0.9 },
		{ loss: 0.001, exact: 0.5 },
		{ loss: 2, exact: 0 },
		{ loss: 3, exact: null },
	],
};
const expected: Repeated = { experiment: sampleExperiment, outcome };
const yours = (
	change: Partial<Outcome>,
	experiment: Partial<Experiment> = {},
	bits = '1'.repeat(16),
): Repeated => ({
	experiment: { ...sampleExperiment, ...experiment },
	outcome: { ...outcome, bits, ...change },
});
const scores = (...changes: readonly (readonly [number, Partial<Outcome['skills'][number]>])[]) =>
	changes.reduce(
		(skills, [i, change]) => skills.with(i, { ...skills[i], ...change }),
		[...outcome.skills],
	);

describe('a repeated run', () => {
	it('is the same bit for bit on any device', () => {
		expect(compareOutcomes(expected, yours({}, {}, outcome.bits))).toEqual({ kind: 'bits' });
		const elsewhere = { backend: 'wasm', device: 'processor', engine: 2 };
		expect(compareOutcomes(expected, yours(elsewhere, {}, outcome.bits))).toEqual({ kind: 'bits' });
	});

	it('is not the same if a link has its hash but other values', () => {
		const altered = yours({ skills: scores([0, { exact: 0.99 }]) }, {}, outcome.bits);
		expect(compareOutcomes(expected, altered)).toMatchObject({
			kind: 'different',
			figures: [{ skill: 0, figure: 'exact', expected: 0.9, yours: 0.99 }],
			causes: [{ what: 'unknown' }],
		});
	});

	it('is within tolerance on another adapter, and lists the differences', () => {
		const skills = scores([0, { loss: 0.509 }], [1, { exact: 0.48 }], [2, { loss: 2.04 }]);
		expect(compareOutcomes(expected, yours({ device: 'nvidia ampere', skills }))).toEqual({
			kind: 'within',
			figures: [
				{ skill: 1, figure: 'exact', expected: 0.5, yours: 0.48, within: true },
				{ skill: 2, figure: 'loss', expected: 2, yours: 2.04, within: true },
				{ skill: 0, figure: 'loss', expected: 0.5, yours: 0.509, within: true },
			],
			causes: [{ what: 'device', expected: 'apple metal-3', yours: 'nvidia ampere' }],
			tolerance: { lossNats: 0.01, lossShare: 0.02, exact: 0.02 },
		});
	});

	it.each([
		['a loss', scores([0, { loss: 0.5103 }]), 'loss'],
		['a high loss', scores([3, { loss: 3.07 }]), 'loss'],
		['exact match', scores([0, { exact: 0.92001 }]), 'exact'],
		['no exact match', scores([0, { exact: null }]), 'exact'],
	])('is different where %s is outside the tolerance', (_, skills, figure) => {
		const verdict = compareOutcomes(expected, yours({ skills }));
		expect(verdict).toMatchObject({
			kind: 'different',
			figures: [{ figure, within: false }],
			causes: [{ what: 'unknown' }],
		});
	});

	it('names what differs in the experiment; other data is never within tolerance', () => {
		const causes = (experiment: Partial<Experiment>, change: Partial<Outcome> = {}) => {
			const verdict = compareOutcomes(expected, yours(change, experiment));
			return verdict.kind === 'bits' ? [] : verdict.causes;
		};
		expect(causes({ seed: 7 })).toMatchObject([
			{ what: 'experiment', difference: { path: 'seed' } },
		]);
		expect(causes({ steps: 200 }, { steps: 200 })).toMatchObject([
			{ what: 'experiment', difference: { path: 'steps' } },
			{ what: 'steps', expected: '300', yours: '200' },
		]);
		const [add, ...others] = sampleExperiment.skills;
		const skills = [{ ...add, sha256: '7'.repeat(64) }, ...others];
		expect(compareOutcomes(expected, yours({}, { skills }))).toMatchObject({
			kind: 'different',
			figures: [],
			causes: [
				{ what: 'experiment', difference: { path: 'skills.addition.sha256', group: 'skills' } },
			],
		});
	});
});

const evaluationAt = (step: number) =>
	({
		type: 'evaluation',
		step,
		skills: [
			{ exact: step / 1000, loss: 1 },
			{ exact: null, loss: 0.5 },
		],
	}) as unknown as RunEvent;

test('a long run keeps twelve points, and the ends', () => {
	const { steps, skills } = expectedCurves(
		Array.from({ length: 61 }, (_, i) => evaluationAt(10 * i)),
	);
	expect(steps).toHaveLength(12);
	expect([steps[0], steps.at(-1)]).toEqual([0, 600]);
	expect(skills.map((curve) => curve.at(-1))).toEqual([60, 50]);
});

test('losses are kept beside what skills count, if they count unlike things', () => {
	const measured = (measure?: 'tokens') =>
		expectedCurves([
			evaluation(0, score(3, 0.25), { ...score(2, 0.5), ...(measure && { measure }) }),
		]);
	expect(measured().losses).toBeUndefined();
	expect(measured('tokens')).toEqual({ steps: [0], skills: [[25], [50]], losses: [[300], [200]] });
	expect(expectedCurves([evaluationAt(0)]).losses).toEqual([[100], [50]]);
});
