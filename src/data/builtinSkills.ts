/** The registry of built-in skills, by falling size of the training set. */
import { InputError } from '#core/errors.ts';
import { add } from './builtin/add.ts';
import { examplePrompt, type BuiltinSkill, type GeneratedParts } from './builtinSkill.ts';
import { extract } from './builtin/extract.ts';
import { facts } from './builtin/facts.ts';
import { generalText } from './builtin/generalText.ts';
import { reverse } from './builtin/reverse.ts';
import { sort } from './builtin/sort.ts';
import { story } from './builtin/story.ts';
import { subtract } from './builtin/subtract.ts';
import { translate } from './builtin/translate.ts';

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
