/** The cost of a policy's probes, before the run. */
import type { SkillInfo } from '#data/skill.ts';
import type { MeasureProbe, MixingPolicy, Probe } from '#mixing/policy.ts';
import { policyById } from '#mixing/registry.ts';
import { mixerBefore, type MixQuestion } from './mixPreview.ts';

/** Steps whose probes are counted. */
const counted = 200;

/**
 * Passes of one example through the model per step, as a mean. A step of training on an example
 * counts as three. null: a preparation decides, or a trained skill is missing. Throws InputError.
 */
export function probeCost(
	question: MixQuestion,
	counts: readonly (SkillInfo['counts'] | undefined)[],
	findPolicy: (id: string) => MixingPolicy = policyById,
): number | null {
	const mixer = mixerBefore(question, counts, findPolicy);
	if (!mixer) return null;
	const { segment, steps } = question;
	const last = Math.min(steps, segment.fromStep + counted);
	let passes = 0;
	for (let step = segment.fromStep - 1; step < last; step++)
		for (const probe of mixer.probes(step)) passes += countPasses(probe);
	return passes / Math.max(1, last - segment.fromStep);
}

const countPasses = (probe: Probe): number =>
	probe.kind === 'measure'
		? probe.examples.length * countModels(probe)
		: 2 * probe.examples.length + 3 * probe.train.length;

/** One pass has the loss, the state and the hits of a model. */
function countModels({ quantities }: MeasureProbe): number {
	const passes = new Set(
		quantities
			.filter((quantity) => quantity !== 'promptTokens' && quantity !== 'answerTokens')
			.map((quantity) =>
				quantity.replace(/^(loss|correct|state)$/, 'own').replace(/(Loss|State)$/, ''),
			),
	);
	return passes.size;
}
