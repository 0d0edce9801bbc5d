/** The built-in skills, largest training set first, and their examples. */
import { InputError } from '#core/errors.ts';
import { add } from './add.ts';
import { promptOf, type BuiltinSkill, type GeneratedParts } from './builtinSkill.ts';
import { extract } from './extract.ts';
import { facts } from './facts.ts';
import { generalText } from './generalText.ts';
import { reverse } from './reverse.ts';
import { sort } from './sort.ts';
import { story } from './story.ts';
import { subtract } from './subtract.ts';
import { translate } from './translate.ts';

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

/** @throws InputError when there is no such skill. */
export function builtinSkill(id: string): BuiltinSkill {
	const skill = builtinSkills.find((candidate) => candidate.id === id);
	if (skill) return skill;
	const known = builtinSkills.map((candidate) => candidate.id).join(', ');
	throw new InputError(`There is no built-in skill “${id}”: choose one of ${known}.`, { id });
}

const generated = new Map<string, GeneratedParts>();

/** A skill's examples without noise, generated once. */
export function partsOf(skill: BuiltinSkill): GeneratedParts {
	const kept = generated.get(skill.id) ?? skill.generate();
	generated.set(skill.id, kept);
	return kept;
}

let testPrompts: ReadonlySet<string> | undefined;

/** Prompts (of raw text: the text) of every validation and held-out part: no base model may have seen one. */
export function builtinTestPrompts(): ReadonlySet<string> {
	testPrompts ??= new Set(
		builtinSkills.flatMap((skill) => {
			const { validation, heldOut } = partsOf(skill);
			return [...validation, ...heldOut].map(promptOf);
		}),
	);
	return testPrompts;
}
