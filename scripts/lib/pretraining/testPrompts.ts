/** The prompts of the built-in skills' tests, which the pretraining text leaves out. */
import { examplePrompt } from '#engine/data/builtinSkill.ts';
import { builtinSkills, generatedParts } from '#engine/data/builtinSkills.ts';

let testPrompts: ReadonlySet<string> | undefined;

/** All validation and held-out prompts (or raw texts). */
export function builtinTestPrompts(): ReadonlySet<string> {
	return (testPrompts ??= new Set(
		builtinSkills.flatMap((skill) => {
			const { validation, heldOut } = generatedParts(skill);
			return [...validation, ...heldOut].map(examplePrompt);
		}),
	));
}
