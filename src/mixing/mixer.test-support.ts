/** Contexts, mixers and their loop for tests of single policies. */
import { expect } from 'vitest';
import type { Json, JsonObject } from '#engine/core/json.ts';
import { parseParameters } from '#engine/core/parameters.ts';
import { randomStream } from '#engine/core/random.ts';
import type { MixContext, Mixer, Preparation, Restored } from './policy.ts';
import { policyById } from './registry.ts';

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

/** Answers the step's probes with one loss for all rows of a skill. Returns their number. */
export function observeLosses(mixer: Mixer, step: number, losses: readonly number[]): number {
	const results = mixer
		.probes(step)
		.map(({ id, examples }) => ({
			kind: 'measure' as const,
			id,
			values: { loss: Float32Array.from(examples, ({ skill }) => losses[skill]) },
		}));
	mixer.observe({ step, batchLoss: losses.map(() => null), results });
	return results.length;
}

/** A preparation that is paused at its first save and goes on from there. */
export async function prepareWithPause<T>(
	prepare: (more: Partial<Preparation>) => Promise<T>,
): Promise<T> {
	const pause = new AbortController();
	let saved: Json | undefined;
	const save = (progress: Json) => {
		saved = progress;
		pause.abort();
	};
	await expect(prepare({ signal: pause.signal, save })).rejects.toThrow(/abort/i);
	return prepare({ saved: structuredClone(saved!) });
}
