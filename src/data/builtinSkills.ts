/** The registry of built-in skills, and each of them as a source with optional noise. */
import { InputError } from '#core/errors.ts';
import { add, subtract } from './builtin/arithmetic.ts';
import { extract } from './builtin/extract.ts';
import { facts } from './builtin/facts.ts';
import { generalText } from './builtin/generalText.ts';
import { reverse, sort } from './builtin/letters.ts';
import { withNoise, type Noise } from './builtin/noise.ts';
import { story } from './builtin/story.ts';
import { translate } from './builtin/translate.ts';
import {
	dataStream,
	examplePrompt,
	type BuiltinSkill,
	type GeneratedParts,
} from './builtinSkill.ts';
import type { Example } from './example.ts';
import { createFingerprint } from './fingerprint.ts';
import { parts, type SkillSource } from './skill.ts';

/** By falling size of the training set. */
export const builtinSkills: readonly BuiltinSkill[] = [
	story,
	translate,
	add,
	extract,
	sort,
	reverse,
	subtract,
	facts,
	generalText,
];

/** Throws InputError if the skill does not exist. */
export function builtinSkill(id: string): BuiltinSkill {
	const skill = builtinSkills.find((candidate) => candidate.id === id);
	if (skill) return skill;
	const known = builtinSkills.map((candidate) => candidate.id).join(', ');
	throw new InputError(`There is no built-in skill “${id}”: choose one of ${known}.`, { id });
}

const generated = new Map<string, GeneratedParts>();

/** The examples of a skill without noise. They are generated once. */
export function generatedParts(skill: BuiltinSkill): GeneratedParts {
	const kept = generated.get(skill.id) ?? skill.generate();
	generated.set(skill.id, kept);
	return kept;
}

let testPrompts: ReadonlySet<string> | undefined;

/**
 * All validation and held-out prompts (or raw texts). The pretraining text contains none of them.
 */
export function builtinTestPrompts(): ReadonlySet<string> {
	testPrompts ??= new Set(
		builtinSkills.flatMap((skill) => {
			const { validation, heldOut } = generatedParts(skill);
			return [...validation, ...heldOut].map(examplePrompt);
		}),
	);
	return testPrompts;
}

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
