/** Training text of the tutor and the primed model: right answers of skills to other prompts. */
import { randomStream } from '#engine/core/random.ts';
import type { Example } from '#engine/data/example.ts';
import { add, drawAddition, drawSubtraction } from '#engine/data/builtin/arithmetic.ts';
import { examplePrompt, sequentialDraws, type Draws } from '#engine/data/builtinSkill.ts';
import { drawExtraction } from '#engine/data/builtin/extract.ts';
import { facts } from '#engine/data/builtin/facts.ts';
import { builtinSkills, generatedParts } from '#engine/data/builtinSkills.ts';
import { pretrainingExample } from './examples.ts';
import { builtinTestPrompts } from './testPrompts.ts';
import { drawReversal, drawSorting } from '#engine/data/builtin/letters.ts';
import { drawStory } from '#engine/data/builtin/story.ts';
import { drawTranslation } from '#engine/data/builtin/translate.ts';

/** The facts have no other prompts, so the tutor learns the same facts. */
const drawFact = (draws: Draws): Example => draws.pick(generatedParts(facts).train);

const rules = {
	story: drawStory,
	tr: drawTranslation,
	add: drawAddition,
	json: drawExtraction,
	sort: drawSorting,
	rev: drawReversal,
	sub: drawSubtraction,
	fact: drawFact,
} as const satisfies { readonly [skill: string]: (draws: Draws) => Example };
/** The skills alternate, so their shares are equal. */
const alternating = Object.values(rules);

/**
 * Examples of each skill in 32 of the primed model's text; the others are general text. Chosen so
 * that skillet-primed answers 20 to 50 % of most skills right (docs/guide/skills.md).
 */
const primingShares = {
	story: 1,
	tr: 4,
	add: 5,
	json: 6,
	sort: 3,
	rev: 1,
	sub: 5,
	fact: 2,
} as const satisfies { readonly [skill in keyof typeof rules]: number };
const primingRules = Object.entries(primingShares).flatMap(([skill, share]) =>
	Array.from({ length: share }, () => rules[skill as keyof typeof rules]),
);

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
	return drawUnused(alternating[index % alternating.length], draws);
}

/** Example `index` of the primed model's text of `seed`. Leaves out the prompts of tutorExample. */
export function primingExample(seed: number, index: number): Example {
	const rule = primingRules.at(index % 32);
	const draws = sequentialDraws(randomStream(seed, `priming ${index}`));
	return rule ? drawUnused(rule, draws) : pretrainingExample(seed + 1, index);
}

function drawUnused(draw: (draws: Draws) => Example, draws: Draws): Example {
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
