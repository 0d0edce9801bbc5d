/** Sets the hashes of built-in skills with noise, so that a reference identifies its examples. */
import { builtinFingerprint, builtinSkill, shippedSkills } from '#engine/data/builtinSkills.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { Experiment, SkillRef } from './experiment.ts';
import { parseExperiment } from './schema.ts';

/**
 * The checked experiment with the fingerprint of each built-in skill under its noise. A missing
 * version becomes the current one. `infos`: a skill without noise takes its hash from them, and is
 * not generated. Throws InputError.
 */
export function pinnedExperiment(
	experiment: Experiment,
	infos: readonly SkillInfo[] = [],
): Experiment {
	const skills = experiment.skills.map((ref) =>
		ref.version === 0 && shippedSkills.some(({ id }) => id === ref.id)
			? { ...ref, version: builtinSkill(ref.id).version }
			: ref,
	);
	return parseExperiment(withPinnedSkills({ ...experiment, skills }, infos));
}

/** Throws InputError for an unknown skill. `infos`: as in pinnedExperiment(). */
export const withPinnedSkills = (
	experiment: Experiment,
	infos: readonly SkillInfo[] = [],
): Experiment => ({ ...experiment, skills: experiment.skills.map((ref) => pinned(ref, infos)) });

function pinned(ref: SkillRef, infos: readonly SkillInfo[]): SkillRef {
	const { id, version, noise } = ref;
	// This lab may not have the version. Opening the skill reports that.
	if (id.startsWith('file:') || builtinSkill(id).version !== version) return ref;
	const known = noise
		? undefined
		: infos.find((info) => info.id === id && info.version === version);
	return { ...ref, sha256: known?.fingerprint ?? builtinFingerprint(id, ref) };
}
