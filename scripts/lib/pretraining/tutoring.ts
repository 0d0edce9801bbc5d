/** Training text of the tutor: right answers of the skills to prompts that no skill has. */
import { randomStream } from '#engine/core/random.ts';
import type { Example } from '#engine/data/example.ts';
import { examplePrompt, sequentialDraws, type Draws } from '#engine/data/builtinSkill.ts';
import { generatedParts } from '#engine/data/builtinSkills.ts';
import { capitals } from '#engine/data/village/capitals.ts';
import { addition } from '#engine/data/village/sums.ts';
import { isTested, knownSkills, skillRules } from './text.ts';

/** The capitals have no other prompts, so the tutor learns the same capitals. */
const drawCapital = (draws: Draws): Example => draws.pick(generatedParts(capitals).train);

/** The skills alternate, so their shares are equal. */
const rules = skillRules(drawCapital);

/**
 * The skill uses 894 of the 900 sums, and the other 6 are too few for the tutor. So the tutor also
 * sees the training sums from this row on. A pool with at most this many rows per skill
 * (noise.rows) therefore contains no sum that the tutor saw.
 */
export const sumsKeptFromTutor = 200;

/**
 * Example `index` of the tutor's text of `seed`, from skill `index` mod 8. A prompt (or raw text)
 * of any part of a built-in skill is replaced by another draw of its rule. Exceptions: the
 * capitals, and the training sums from row `sumsKeptFromTutor` on.
 */
export function tutorExample(seed: number, index: number): Example {
	const draws = sequentialDraws(randomStream(seed, `tutoring ${index}`));
	const draw = rules[index % rules.length];
	for (;;) {
		const example = draw(draws);
		if (draw === drawCapital) return example;
		if (!isTested(example) && !trainedPrompts().has(examplePrompt(example))) return example;
	}
}

let trained: ReadonlySet<string> | undefined;

const trainedPrompts = (): ReadonlySet<string> =>
	(trained ??= new Set(
		knownSkills.flatMap((skill) => {
			const { train } = generatedParts(skill);
			return (skill === addition ? train.slice(0, sumsKeptFromTutor) : train).map(examplePrompt);
		}),
	));
