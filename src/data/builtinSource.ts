/** A built-in skill as a source of examples, with optional noise on its training set. */
import type { Example } from './example.ts';
import { createFingerprint } from './fingerprint.ts';
import { parts, type SkillSource } from './skill.ts';
import { dataStream, type BuiltinSkill, type GeneratedParts } from './builtinSkill.ts';
import { withNoise, type Noise } from './builtin/noise.ts';
import { builtinSkill, generatedParts } from './builtinSkills.ts';

const chunkSize = 2000;

/**
 * Validation and held-out examples have no noise. The noise is the same in every experiment. Throws
 * InputError if the skill does not exist or the noise is invalid.
 */
export function builtinSource(id: string, noise?: Noise): SkillSource {
	const skill = builtinSkill(id);
	const clean = generatedParts(skill);
	const examples = noise ? { ...clean, train: noisyTrain(skill, clean, noise) } : clean;
	return {
		info: {
			id: skill.id,
			name: skill.name,
			role: skill.role,
			source: 'builtin',
			about: skill.about,
			counts: {
				train: examples.train.length,
				validation: examples.validation.length,
				heldOut: examples.heldOut.length,
			},
			scorer: skill.scorer,
			heldOutIs: skill.heldOutIs,
			fingerprint: fingerprint(examples),
			bytes: 0,
		},

		async *read(part) {
			for (let start = 0; start < examples[part].length; start += chunkSize)
				yield examples[part].slice(start, start + chunkSize);
		},
	};
}

const noisyTrain = (skill: BuiltinSkill, clean: GeneratedParts, noise: Noise): Example[] =>
	withNoise(clean.train, noise, dataStream(skill.id, skill.version).child('noise'));

function fingerprint(examples: GeneratedParts): string {
	const result = createFingerprint();
	for (const part of parts) for (const example of examples[part]) result.add(part, example);
	return result.hex();
}
