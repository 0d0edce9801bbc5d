/** A policy's mix before the run: known for every policy that neither prepares nor measures. */
import { parseParameters } from '#core/parameters.ts';
import type { SkillInfo } from '#data/skill.ts';
import { composed } from '#mixing/halves.ts';
import { inRun } from '#mixing/mixers.ts';
import type { Explanation, Mixer, MixingPolicy } from '#mixing/policy.ts';
import { policyById, policyRandom } from '#mixing/registry.ts';
import type { PolicySegment } from '#training/settings.ts';
import { TrainedSkills } from '#training/trainedSkills.ts';
import type { Experiment } from './experiment.ts';

/** The parts of an experiment that a policy uses before a run, and the segment to preview. */
export interface MixQuestion extends Pick<Experiment, 'skills' | 'batching' | 'steps' | 'seed'> {
	readonly segment: PolicySegment;
}

/**
 * The mix of the segment's first batch, by skill. null: the policy measures first, or a trained
 * skill is missing. `counts`: examples of each skill; undefined: missing skill. Throws InputError.
 */
export function mixPreview(
	question: MixQuestion,
	counts: readonly (SkillInfo['counts'] | undefined)[],
	findPolicy: (id: string) => MixingPolicy = policyById,
): Explanation | null {
	const { fromStep } = question.segment;
	const mixer = mixerBefore(question, counts, findPolicy);
	if (!mixer || mixer.probes(fromStep - 1).length > 0) return null;
	const { weights } = mixer.plan(fromStep);
	return { ...mixer.explain(), weights };
}

/** The segment's mixer before the run. null: it prepares, or a trained skill is missing. */
export function mixerBefore(
	{ skills, batching, steps, seed, segment }: MixQuestion,
	counts: readonly (SkillInfo['counts'] | undefined)[],
	findPolicy: (id: string) => MixingPolicy,
): Mixer | null {
	const isKnown = skills.every(({ use }, skill) => use === 'watch' || counts[skill]);
	const found = findPolicy(segment.id);
	if (!isKnown || found.prepare || found.survey) return null;
	const policy = new TrainedSkills(skills).adapt(composed(found, segment.settings, seed));
	const values = parseParameters(policy.parameters, segment.settings, 'settings');
	const own = policy.createMixer(values, {
		skills: skills.map(({ id, name }, skill) => ({
			id,
			name,
			size: counts[skill]?.train ?? 0,
			validationSize: counts[skill]?.validation ?? 0,
		})),
		batchSize: batching.size,
		totalSteps: steps,
		random: policyRandom(seed, segment.id),
		hasAuxiliary: false, // The preview measures nothing.
	});
	return inRun(policy.clock, own, segment.fromStep);
}
