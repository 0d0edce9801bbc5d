/** What the tutor model is trained on: the eight built-in domain skills, right, from prompts that no skill deals out. */
import { randomStream } from '#core/random.ts';
import type { Example } from '#data/example.ts';
import { add, drawAddition } from './add.ts';
import { promptOf } from './builtinSkill.ts';
import { drawsOf, type Draws } from './draws.ts';
import { drawExtraction } from './extract.ts';
import { facts } from './facts.ts';
import { builtinSkills, builtinTestPrompts, partsOf } from './registry.ts';
import { drawReversal } from './reverse.ts';
import { drawSorting } from './sort.ts';
import { drawStory } from './story.ts';
import { drawSubtraction } from './subtract.ts';
import { drawTranslation } from './translate.ts';

/** Recall has no further prompts: the tutor learns the facts that the skill asks for. */
const drawFact = (draws: Draws): Example => draws.pick(partsOf(facts).train);

/** Equal shares: the skills take turns. */
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
 * 894 of the 900 sums are dealt out, and 6 teach nothing: so the tutor has the training sums after these first ones, too.
 * A pool of at most so many rows per skill (noise.rows) therefore holds no sum that the tutor saw here.
 */
export const sumsKeptFromTutor = 200;

/**
 * Example `index` of the tutor's lessons of `seed`; skill `index` mod 8. A prompt (of raw text: a text) of a built-in skill's
 * training, validation or held-out part is replaced by another draw of its rule, but for the facts, and for the training sums
 * from row `sumsKeptFromTutor` on.
 */
export function tutorExample(seed: number, index: number): Example {
	const draws = drawsOf(randomStream(seed, `tutoring ${index}`));
	const draw = rules[index % rules.length];
	for (;;) {
		const example = draw(draws);
		if (draw === drawFact || !dealtPrompts().has(promptOf(example))) return example;
	}
}

let dealt: ReadonlySet<string> | undefined;

function dealtPrompts(): ReadonlySet<string> {
	dealt ??= new Set([
		...builtinTestPrompts(),
		...builtinSkills.flatMap((skill) => {
			const { train } = partsOf(skill);
			return (skill === add ? train.slice(0, sumsKeptFromTutor) : train).map(promptOf);
		}),
	]);
	return dealt;
}
