/** A built-in skill as a source of examples, with noise on its training set if asked for. */
import type { Example } from '#data/example.ts';
import { fingerprintOf } from '#data/fingerprint.ts';
import { parts, type SkillSource } from '#data/skill.ts';
import { dataStream, type BuiltinSkill, type GeneratedParts } from './builtinSkill.ts';
import { withNoise, type Noise } from './noise.ts';
import { builtinSkill, partsOf } from './registry.ts';

const chunkSize = 2000;

/**
 * Validation and held-out examples are never noisy. The noise is the skill's own: the same for every experiment.
 * @throws InputError when there is no such skill, or the noise is not possible.
 */
export function builtinSource(id: string, noise?: Noise): SkillSource {
	const skill = builtinSkill(id);
	const clean = partsOf(skill);
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
	const result = fingerprintOf();
	for (const part of parts) for (const example of examples[part]) result.add(part, example);
	return result.hex();
}
