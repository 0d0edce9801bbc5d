/** Contexts, mixers and measurements for tests of policies. */
import { expect } from 'vitest';
import type { Json, JsonObject } from '#engine/core/json.ts';
import { parseParameters } from '#engine/core/parameters.ts';
import { randomStream } from '#engine/core/random.ts';
import type {
	ExampleRef,
	MixContext,
	Mixer,
	MixingPolicy,
	Preparation,
	Probe,
	Restored,
} from '#mixing/policy.ts';
import { policyById } from '#mixing/registry.ts';
import { TrainedSkills } from '#mixing/TrainedSkills.ts';

/** A run of skills with these numbers of training examples. */
export const makeContext = (
	sizes: readonly number[],
	{ validationSize = 8, ...more }: Partial<MixContext> & { validationSize?: number } = {},
): MixContext => ({
	skills: sizes.map((size, i) => ({
		id: `s${i}`,
		name: ['Adding', 'Sorting', 'Facts', 'Story'][i] ?? `Skill ${i}`,
		size,
		validationSize,
	})),
	batchSize: 32,
	totalSteps: 300,
	random: randomStream(1, 'test'),
	...more,
});

export function createMixer(
	id: string,
	settings: JsonObject,
	context: MixContext,
	restored?: Restored,
): Mixer {
	const policy = policyById(id);
	const values = parseParameters(policy.parameters, settings, 'settings');
	return new TrainedSkills(context.skills).adapt(policy).createMixer(values, context, restored);
}

/** The values of those settings that the policy has. */
export const valuesAmong = (policy: MixingPolicy, settings: JsonObject) =>
	parseParameters(
		policy.parameters,
		Object.fromEntries(
			Object.entries(settings).filter(([name]) => Object.hasOwn(policy.parameters, name)),
		),
		'settings',
	);

/** Answers the probes of `step` with these losses. Returns the probes. */
export function observeLosses(
	mixer: Mixer,
	step: number,
	lossAt: (ref: ExampleRef) => number,
): readonly Probe[] {
	const probes = mixer.probes(step);
	mixer.observe({
		step,
		batchLoss: mixer.explain().weights.map(() => null),
		results: probes.map(({ id, examples }) => ({
			kind: 'measure',
			id,
			values: { loss: Float32Array.from(examples, lossAt) },
		})),
	});
	return probes;
}

/** Aborts a preparation at its first save. Returns what it saved. */
export async function savedBy(
	prepare: (more: Partial<Preparation>) => Promise<unknown>,
): Promise<Json> {
	const pause = new AbortController();
	let saved: Json | undefined;
	const attempt = prepare({
		signal: pause.signal,
		save: (progress) => {
			saved = structuredClone(progress);
			pause.abort();
		},
	});
	await expect(attempt).rejects.toThrow(/abort/i);
	return saved!;
}

export function expectClose(actual: readonly number[], expected: readonly number[], digits = 9) {
	expect(actual).toHaveLength(expected.length);
	actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i], digits));
}
