/** The stages before a policy's first step, in the synthetic world. */
import type { Json } from '#engine/core/json.ts';
import type { ParameterSpecs, ParameterValues } from '#engine/core/parameters.ts';
import { randomStream } from '#engine/core/random.ts';
import type { MixContext, MixingPolicy, Preparation, Restored } from '#mixing/policy.ts';
import { runLap } from './lap.ts';
import type { World } from './World.ts';

/** A preparation whose roll-outs are laps in a new copy of the world. */
export const preparationIn = (
	world: World,
	context: MixContext,
	more: Partial<Preparation> = {},
): Preparation => ({
	rollOut: async (mixer, { steps, seed }) => {
		runLap(mixer, context, world.fresh(), { stream: randomStream(seed, 'draw'), from: 0, steps });
	},
	measure: async (probe) => world.fresh().measure(probe),
	report: () => undefined,
	save: () => undefined,
	signal: new AbortController().signal,
	...more,
});

/**
 * Runs `prepare` (unless there is an `artefact`) and `survey`; the artefact passes through JSON.
 */
export async function restoredIn(
	world: World,
	policy: MixingPolicy,
	values: ParameterValues<ParameterSpecs>,
	context: MixContext,
	artefact?: Json,
): Promise<Restored> {
	const preparation = preparationIn(world, context);
	const made = artefact ?? (await policy.prepare?.(values, context, preparation)) ?? undefined;
	const stored = made === undefined ? undefined : (JSON.parse(JSON.stringify(made)) as Json);
	const survey = await policy.survey?.(values, context, preparation, stored);
	return {
		...(stored !== undefined && { artefact: stored }),
		...(survey !== undefined && { survey }),
	};
}
