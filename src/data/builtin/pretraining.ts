/** What the base models are pretrained on: 97 % web text, 3 % exposure to the task formats. */
import { InternalError } from '#core/errors.ts';
import { randomStream } from '#core/random.ts';
import type { Example } from '#data/example.ts';
import { promptOf } from './builtinSkill.ts';
import { drawsOf, type Draws } from './draws.ts';
import { builtinTestPrompts } from './registry.ts';
import { taskFormats } from './taskFormats.ts';
import { webTextKinds } from './webText.ts';

/** The base model takes 2,000 steps of 32: so each of the 16 formats is seen about 120 times (docs/guide/skills.md). */
const exposurePercent = 3;

/**
 * Example `index` of the pretraining text of `seed`. No validation or held-out prompt or text of a built-in
 * skill is ever given: such a draw is replaced by another of the same kind.
 */
export function pretrainingExample(seed: number, index: number): Example {
	const draws = drawsOf(randomStream(seed, `pretraining ${index}`));
	const draw = draws.chance(exposurePercent) ? draws.pick(taskFormats) : webText(draws);
	for (;;) {
		const example = draw(draws);
		if (!builtinTestPrompts().has(promptOf(example))) return example;
	}
}

function webText(draws: Draws): (draws: Draws) => Example {
	const place = draws.below(100);
	let end = 0;
	for (const [percent, draw] of webTextKinds) {
		end += percent;
		if (place < end) return draw;
	}
	throw new InternalError('The shares of the web text do not sum to 100: mend webTextKinds.');
}
