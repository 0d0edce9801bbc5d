/**
 * For any measurement, weights stay on the simplex and the state stays plain data; all policies.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { sum } from '#engine/core/statistics.ts';
import type { MixContext, Mixer, MixingPolicy, Probe, ProbeResult } from './policy.ts';
import { isLong } from '../../tests/support/suite.ts';
import { mixingPolicies } from './registry.ts';
import { World } from '../../tests/support/transferWorld.ts';
import { explained, runLap } from '../../scripts/world/lap.ts';
import { restoredIn } from '../../scripts/world/preparation.ts';
import { makeContext, valuesAmong } from '../../tests/support/mixer.ts';

const runOf = (sizes: readonly number[], validationSize = 8) =>
	makeContext(sizes, { validationSize, batchSize: 8, totalSteps: 30 });
const makeWorld = (skills: number) =>
	new World(
		Array.from({ length: skills }, (_, i) =>
			Array.from({ length: skills }, (_, j) => (i === j ? 1 : 0)),
		),
	);
const short = { graphSteps: 2, every: 3, episodes: 1, trialSteps: 9 };
async function makeMixer(policy: MixingPolicy, context: MixContext): Promise<Mixer> {
	const values = valuesAmong(policy, short);
	const before = await restoredIn(makeWorld(context.skills.length), policy, values, context);
	return policy.createMixer(values, context, before);
}
function expectSound(mixer: Mixer, step: number): void {
	const { weights } = mixer.plan(step);
	expect(weights.every((weight) => weight >= 0 && weight <= 1)).toBe(true);
	expect(Math.abs(sum(weights) - 1)).toBeLessThan(1e-9);
	const { sentence, traces, warnings = [] } = explained(mixer);
	expect(sentence).toMatch(/^[A-Z0-9].*\.$/);
	expect(`${sentence} ${warnings.join(' ')}`).not.toMatch(/NaN|Infinity|undefined/);
	// A store would turn NaN and infinity into null.
	expect(JSON.parse(JSON.stringify(mixer.state()))).toEqual(mixer.state());
	for (const { values } of traces) expect(values).toHaveLength(weights.length);
}
/** A result with numbers from `numberAt`; states have two coordinates. */
const answerWith = (probe: Probe, numberAt: () => number): ProbeResult => {
	const many = (count: number) => Float32Array.from({ length: count }, numberAt);
	const count = probe.examples.length;
	if (probe.kind === 'virtualStep')
		return { kind: 'virtualStep', id: probe.id, before: many(count), after: many(count) };
	if (probe.kind === 'gradients') {
		const numbers = (size: number) => Float64Array.from({ length: size }, numberAt);
		const groups = probe.train.length / probe.trainGroup;
		const targets = count / probe.exampleGroup;
		return {
			kind: 'gradients',
			id: probe.id,
			products: Array.from({ length: targets }, () => numbers(groups)),
			targetNorms: numbers(targets),
			trainNorms: numbers(groups),
			learningRate: 1e-3,
		};
	}
	return {
		kind: 'measure',
		id: probe.id,
		values: Object.fromEntries(
			probe.quantities.map((quantity) => [
				quantity,
				many(/state/i.test(quantity) ? 2 * count : count),
			]),
		),
	};
};

const adaptive = mixingPolicies.filter(({ group }: MixingPolicy) => group === 'adaptive');
const number = fc.oneof(
	fc.double({ min: 0, max: 20, noNaN: true }),
	fc.constantFrom(0, 1e-30, 1e30),
);

describe.each(adaptive.map((policy: MixingPolicy) => [policy.id, policy] as const))(
	'%s',
	(_id, policy) => {
		test('any observations give valid shares', async () => {
			await fc.assert(
				fc.asyncProperty(
					fc.integer({ min: 1, max: 3 }),
					fc.array(number, { minLength: 1, maxLength: 40 }),
					async (skills, numbers) => {
						const context = runOf(Array.from({ length: skills }, (_, i) => 3 + 40 * i));
						const mixer = await makeMixer(policy, context);
						let at = 0;
						const next = () => numbers[at++ % numbers.length];
						for (let step = -1; step < 12; step++) {
							const results = mixer.probes(step).map((probe) => answerWith(probe, next));
							const batchLoss = context.skills.map((_, i) =>
								step < 0 || (step + i) % 3 === 0 ? null : next(),
							);
							mixer.observe({ step, batchLoss, results });
							expectSound(mixer, step + 1);
						}
					},
				),
				{ seed: 11, numRuns: isLong ? 40 : 12 },
			);
		});

		const observeAll = async (value: number) => {
			const context = runOf([40, 30, 20]);
			const mixer = await makeMixer(policy, context);
			for (let step = -1; step < 12; step++) {
				mixer.observe({
					step,
					batchLoss: context.skills.map(() => (step < 0 ? null : value)),
					results: mixer.probes(step).map((probe) => answerWith(probe, () => value)),
				});
				expectSound(mixer, step + 1);
			}
		};
		test('measurements that are all 0 give valid shares', () => observeAll(0));
		// The lab's trainer stops before a policy gets such a number.
		test('a measurement of NaN is an error', async () => {
			if (policy.id !== 'doremi')
				await expect(observeAll(NaN)).rejects.toMatchObject({ code: 'non-finite' });
		});
	},
);

// Policies without measurements must accept any skills too.
describe.each(mixingPolicies.map((policy: MixingPolicy) => [policy.id, policy] as const))(
	'%s',
	(_id, policy) => {
		test.each([
			['one skill', [40], 8],
			['a skill with 3 examples', [400, 3], 8],
			['no validation rows', [40, 30], 0],
			['many skills', Array.from({ length: isLong ? 50 : 12 }, (_, i) => 20 + i), 4],
		])('%s', async (_what, sizes, validationSize) => {
			const context = runOf(sizes, validationSize);
			const world = makeWorld(sizes.length);
			let mixer: Mixer;
			try {
				mixer = await makeMixer(policy, context);
			} catch (error) {
				// A policy that needs validation rows throws an error that names them.
				expect((error as { code?: string }).code).toBe('input');
				expect(validationSize).toBe(0);
				expect((error as Error).message).toMatch(/validation/);
				return;
			}
			const options = { stream: randomStream(2, 'draw'), from: 0, steps: 12 };
			runLap(mixer, context, world, options);
			expectSound(mixer, 12);
			if (sizes.length === 1) expect(mixer.plan(12).weights).toEqual([1]);
		});
	},
);
