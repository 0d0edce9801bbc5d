/** The cost of a policy's preparation before it begins. */
import { parseParameters } from '#core/parameters.ts';
import type { SkillInfo } from '#data/skill.ts';
import type { MixingPolicy } from '#mixing/policy.ts';
import { composed } from '#mixing/halves.ts';
import { policyById } from '#mixing/registry.ts';
import { TrainedSkills } from '#training/trainedSkills.ts';
import type { MixQuestion } from './mixPreview.ts';

/**
 * In steps of the run: an update is one, and a pass of an example is a third of a trained example.
 * null: the policy prepares nothing, or a trained skill is missing. Throws InputError.
 */
export function preparationCost(
	{ skills, batching, steps, seed, segment }: MixQuestion,
	counts: readonly (SkillInfo['counts'] | undefined)[],
	findPolicy: (id: string) => MixingPolicy = policyById,
): { readonly updates: number; readonly steps: number } | null {
	const policy = composed(findPolicy(segment.id), segment.settings, seed);
	const trained = new TrainedSkills(skills);
	const known = trained.gather(counts).flatMap((each) => each ?? []);
	if (!policy.preparationCost || known.length < trained.count) return null;
	const context = {
		skills: trained
			.gather(skills)
			.map(({ id, name }, i) => ({
				id,
				name,
				size: known[i].train,
				validationSize: known[i].validation,
			})),
		totalSteps: steps,
	};
	const values = parseParameters(policy.parameters, segment.settings, 'settings');
	const { updates, measured } = policy.preparationCost(values, context);
	if (updates + measured === 0) return null;
	return { updates, steps: updates + measured / (3 * batching.size) };
}
