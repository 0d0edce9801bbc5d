/** The registry of built-in skills, and each of them as a source with optional noise. */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { plainEnglish } from './general/plainEnglish.ts';
import { extraction } from './village/ages.ts';
import { capitals } from './village/capitals.ts';
import { french } from './village/french.ts';
import { reversing, sorting } from './village/spelling.ts';
import { addition, subtraction } from './village/sums.ts';
import { pirate, stories } from './village/tales.ts';
import {
	dataStream,
	withNoise,
	type BuiltinSkill,
	type GeneratedParts,
	type Noise,
} from './builtinSkill.ts';
import { createFingerprint } from './fingerprint.ts';
import { byPart, parts, type SkillSource } from './skill.ts';

export { noiseSchema, type Noise } from './builtinSkill.ts';

/** All in plain English and French (docs/dev/world.md), the largest training set first. */
export const builtinSkills: readonly BuiltinSkill[] = [
	pirate,
	french,
	addition,
	extraction,
	sorting,
	reversing,
	subtraction,
	capitals,
	stories,
];

/** Also those that the default experiment leaves out. */
export const shippedSkills: readonly BuiltinSkill[] = [...builtinSkills, plainEnglish];

/** Throws InputError if the skill does not exist. */
export function builtinSkill(id: string): BuiltinSkill {
	const skill = shippedSkills.find((candidate) => candidate.id === id);
	if (skill) return skill;
	const known = shippedSkills.map((candidate) => candidate.id).join(', ');
	throw new InputError(
		say('There is no built-in skill “{id}”: choose one of {known}.', { id, known }),
		{ id },
	);
}

const generated = new Map<BuiltinSkill, GeneratedParts>();

/** The examples of a skill without noise. They are generated once. */
export function generatedParts(skill: BuiltinSkill): GeneratedParts {
	const examples = generated.get(skill) ?? skill.generate();
	generated.set(skill, examples);
	return examples;
}

const chunkSize = 2000;

/** Noise is for training examples, and always the same. */
function noisyParts(skill: BuiltinSkill, noise: Noise): GeneratedParts {
	const clean = generatedParts(skill);
	const stream = dataStream(skill.id, skill.version).child('noise');
	const drawnFrom = clean[noise.only === 'validation' ? 'validation' : 'train'];
	return { ...clean, train: withNoise(drawnFrom, noise, stream) };
}

/** Chooses the rows of a built-in skill. */
export interface RowChoice {
	/** Throws InputError if the skill has another one. Default: its own. */
	readonly version?: number | undefined;
	readonly noise?: Noise | undefined;
}

function chosenSkill(id: string, { version }: RowChoice): BuiltinSkill {
	const skill = builtinSkill(id);
	if (version === undefined || version === skill.version) return skill;
	const values = { id, version };
	throw new InputError(
		version < skill.version
			? say(
					'Version {version} of the built-in skill “{id}” is from before 1.0. Choose the skill again under Skills: its rows are others now.',
					values,
				)
			: say(
					'The built-in skill “{id}” has no version {version} in this lab. Open a newer lab.',
					values,
				),
		{ id },
	);
}

/** By skill, version and noise: a hash reads each example, and a study has hundreds of cells. */
const noisyFingerprints = new Map<string, string>();

/** The hash of a skill's examples (fingerprint.ts). Throws InputError. */
export function builtinFingerprint(id: string, choice: RowChoice = {}): string {
	const skill = chosenSkill(id, choice);
	if (!choice.noise) return skill.fingerprint;
	const key = JSON.stringify([id, skill.version, choice.noise]);
	const known = noisyFingerprints.get(key) ?? fingerprintOf(noisyParts(skill, choice.noise));
	noisyFingerprints.set(key, known);
	return known;
}

export function fingerprintOf(examples: GeneratedParts): string {
	const fingerprint = createFingerprint();
	for (const part of parts) for (const example of examples[part]) fingerprint.add(part, example);
	return fingerprint.hex();
}

/** Throws InputError. */
export function builtinSource(id: string, choice: RowChoice = {}): SkillSource {
	const skill = chosenSkill(id, choice);
	const { generate: _, continuation: __, ...facts } = skill;
	const noisy = choice.noise && noisyParts(skill, choice.noise);
	return {
		info: {
			...facts,
			source: 'builtin',
			...(noisy && { counts: byPart((part) => noisy[part].length) }),
			fingerprint: builtinFingerprint(id, choice),
			bytes: 0,
		},

		async *read(part) {
			const examples = (noisy ?? generatedParts(skill))[part];
			for (let start = 0; start < examples.length; start += chunkSize)
				yield examples.slice(start, start + chunkSize);
		},
	};
}
