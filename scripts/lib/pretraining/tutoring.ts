/** Training text of the tutor model: right answers of the eight domain skills to other prompts. */
import { randomStream } from '#core/random.ts';
import type { Example } from '#data/example.ts';
import { add, drawAddition, drawSubtraction } from '#data/builtin/arithmetic.ts';
import { examplePrompt, sequentialDraws, type Draws } from '#data/builtinSkill.ts';
import { drawExtraction } from '#data/builtin/extract.ts';
import { facts } from '#data/builtin/facts.ts';
import { builtinSkills, generatedParts } from '#data/builtinSkills.ts';
import { builtinTestPrompts } from './testPrompts.ts';
import { drawReversal, drawSorting } from '#data/builtin/letters.ts';
import { drawStory } from '#data/builtin/story.ts';
import { drawTranslation } from '#data/builtin/translate.ts';

/** The facts have no other prompts, so the tutor learns the same facts. */
const drawFact = (draws: Draws): Example => draws.pick(generatedParts(facts).train);

/** The skills alternate, so their shares are equal. */
const rules: readonly ((draws: Draws) => Example)[] = [
	drawStory,
	drawTranslation,
	drawAddition,
	drawExtraction,
	drawSorting,
	drawReversal,
	drawSubtraction,
	drawFact,
];

/**
 * The skill uses 894 of the 900 sums, and the other 6 are too few for the tutor. So the tutor also
 * sees the training sums from this row on. A pool of at most so many rows per skill (noise.rows)
 * therefore contains no sum that the tutor saw.
 */
export const sumsKeptFromTutor = 200;

/**
 * Example `index` of the tutor's text of `seed`, from skill `index` mod 8. A prompt (or raw text)
 * of any part of a built-in skill is replaced by another draw of its rule. Exceptions: the facts,
 * and the training sums from row `sumsKeptFromTutor` on.
 */
export function tutorExample(seed: number, index: number): Example {
	const draws = sequentialDraws(randomStream(seed, `tutoring ${index}`));
	const draw = rules[index % rules.length];
	for (;;) {
		const example = draw(draws);
		if (draw === drawFact || !usedPrompts().has(examplePrompt(example))) return example;
	}
}

let used: ReadonlySet<string> | undefined;

function usedPrompts(): ReadonlySet<string> {
	used ??= new Set([
		...builtinTestPrompts(),
		...builtinSkills.flatMap((skill) => {
			const { train } = generatedParts(skill);
			return (skill === add ? train.slice(0, sumsKeptFromTutor) : train).map(examplePrompt);
		}),
	]);
	return used;
}
