/** Sets the hashes of built-in skills with noise, so that a reference identifies its examples. */
import { builtinSkill } from '#data/builtinSkills.ts';
import { builtinSource } from '#data/builtinSource.ts';
import type { Experiment, SkillRef } from './experiment.ts';

/**
 * The experiment with the fingerprint of each built-in skill under its noise. Throws InputError for
 * an unknown skill.
 */
export const withPinnedSkills = (experiment: Experiment): Experiment => ({
	...experiment,
	skills: experiment.skills.map(pinned),
});

function pinned(ref: SkillRef): SkillRef {
	// An older version has other examples and another hash. Opening it reports that.
	if (ref.id.startsWith('file:') || builtinSkill(ref.id).version !== ref.version) return ref;
	return { ...ref, sha256: builtinSource(ref.id, ref.noise).info.fingerprint };
}
