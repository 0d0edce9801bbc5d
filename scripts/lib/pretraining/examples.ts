/** The base models' pretraining text: 97 % web text, 3 % examples in the task formats. */
import { InternalError } from '#engine/core/errors.ts';
import { randomStream } from '#engine/core/random.ts';
import type { Example } from '#engine/data/example.ts';
import { examplePrompt, sequentialDraws, type Draws } from '#engine/data/builtinSkill.ts';
import { builtinTestPrompts } from './testPrompts.ts';
import { taskFormats } from './taskFormats.ts';
import { webTextKinds } from './webText.ts';

/** In 2,000 steps of 32, a base model sees each of the 16 formats about 120 times. */
const exposurePercent = 3;

/**
 * Example `index` of the pretraining text of `seed`. A validation or held-out prompt or text of a
 * built-in skill is replaced by another draw of the same kind.
 */
export function pretrainingExample(seed: number, index: number): Example {
	const draws = sequentialDraws(randomStream(seed, `pretraining ${index}`));
	const draw = draws.chance(exposurePercent) ? draws.pick(taskFormats) : webText(draws);
	for (;;) {
		const example = draw(draws);
		if (!builtinTestPrompts().has(examplePrompt(example))) return example;
	}
}

function webText(draws: Draws): (draws: Draws) => Example {
	const percentile = draws.below(100);
	let end = 0;
	for (const [percent, draw] of webTextKinds) {
		end += percent;
		if (percentile < end) return draw;
	}
	throw new InternalError('The shares of the web text do not sum to 100: correct webTextKinds.');
}
