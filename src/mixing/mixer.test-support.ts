/** Contexts and mixers for tests of single policies. */
import type { JsonObject } from '#engine/core/json.ts';
import { parseParameters } from '#engine/core/parameters.ts';
import { randomStream } from '#engine/core/random.ts';
import type { MixContext, Mixer, Restored } from './policy.ts';
import { policyById } from './registry.ts';

/** A run of skills with these numbers of training examples. */
export const makeContext = (
	sizes: readonly number[],
	{ validationSize = 8, ...more }: Partial<MixContext> & { validationSize?: number } = {},
): MixContext => ({
	skills: sizes.map((size, i) => ({
		id: `skill${i}`,
		name: ['Adding', 'Sorting', 'Facts', 'Story'][i] ?? `Skill ${i}`,
		size,
		validationSize,
	})),
	batchSize: 32,
	totalSteps: 300,
	random: randomStream(1, 'test'),
	hasAuxiliary: false,
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
	return policy.createMixer(values, context, restored);
}
