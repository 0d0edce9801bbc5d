/** The hashes of built-in skills with noise: a ref names the examples as they are trained on. */
import { builtinSkill } from '#data/builtin/registry.ts';
import { builtinSource } from '#data/builtin/source.ts';
import type { Experiment, SkillRef } from './experiment.ts';

/** The experiment with the fingerprint of each built-in skill as its noise makes it. Throws InputError on an unknown one. */
export const withPinnedSkills = (experiment: Experiment): Experiment => ({
	...experiment,
	skills: experiment.skills.map(pinned),
});

function pinned(ref: SkillRef): SkillRef {
	// An older version's examples have another hash; opening it says so.
	if (ref.id.startsWith('file:') || builtinSkill(ref.id).version !== ref.version) return ref;
	return { ...ref, sha256: builtinSource(ref.id, ref.noise).info.fingerprint };
}
