/**
 * A regular expression. With a group, its last match in the answer must have the text of the right
 * answer's; without one, the answer only has to have this form.
 */
import * as v from 'valibot';
import { text } from '../fields.ts';
import { defineMeasure } from './measure.ts';

/** As many characters as `safePattern.ts` compiles. */
const longestPattern = 1000;

export const pattern = defineMeasure({
	kind: 'pattern',
	settings: { pattern: text(longestPattern), ignoreCase: v.exactOptional(v.literal(true)) },
	/** Boxes of LaTeX, if the measure `number` does not suit them. */
	suits: (answer) => /\\boxed\{.+\}/.test(answer),
	proposed: { pattern: String.raw`\\boxed\{(.+)\}` },
	async open({ pattern: source, ignoreCase = false }) {
		const { readByPattern } = await import('./patternReader.ts');
		return readByPattern(source, ignoreCase);
	},
});
