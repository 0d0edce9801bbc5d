/** The registry of built-in skills, and each of them as a source with optional noise. */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { plainEnglish, plainEnglishVersion1 } from './general/plainEnglish.ts';
import { extraction } from './village/ages.ts';
import { capitals } from './village/capitals.ts';
import { french, frenchVersion1 } from './village/french.ts';
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

/** Also the earlier versions, which stored runs, links and published results can name. */
export const allVersions: readonly BuiltinSkill[] = [
	...shippedSkills,
	frenchVersion1,
	plainEnglishVersion1,
];

/** Skills in an invented language, which left with it (docs/dev/world.md). */
const leftSkills: ReadonlySet<string> = new Set([
	'story',
	'tr',
	'add',
	'json',
	'sort',
	'rev',
	'sub',
	'fact',
	'general',
]);

/** Throws InputError if the skill does not exist. */
export function builtinSkill(id: string): BuiltinSkill {
	const skill = shippedSkills.find((candidate) => candidate.id === id);
	if (skill) return skill;
	if (leftSkills.has(id))
		throw new InputError(
			say(
				'The skill “{id}” was written in an invented language. The lab replaced it by skills in plain English; docs/dev/world.md names the commit that still has it.',
				{ id },
			),
			{ id },
		);
	const known = shippedSkills.map((candidate) => candidate.id).join(', ');
	throw new InputError(
		say('There is no built-in skill “{id}”: choose one of {known}.', { id, known }),
		{ id },
	);
}

/** undefined: the skill never had this version. Throws InputError if the skill does not exist. */
export function builtinVersion(id: string, version: number): BuiltinSkill | undefined {
	const latest = builtinSkill(id);
	return allVersions.find((skill) => skill.id === latest.id && skill.version === version);
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
	/** Default: the latest version. */
	readonly version?: number;
	readonly noise?: Noise | undefined;
}

function chosenSkill(id: string, { version }: RowChoice): BuiltinSkill {
	if (version === undefined) return builtinSkill(id);
	const skill = builtinVersion(id, version);
	if (!skill)
		throw new InputError(
			say('The built-in skill “{id}” has no version {version} in this lab. Open a newer lab.', {
				id,
				version,
			}),
			{ id },
		);
	return skill;
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
