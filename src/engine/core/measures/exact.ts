/** The whole answer, token by token: for short answers. */
import { defineMeasure } from './measure.ts';

/** Characters of an answer of a few tokens. */
const shortAnswer = 40;

export const exact = defineMeasure({
	kind: 'exact',
	suits: (answer) => answer.trim().length <= shortAnswer && !answer.trim().includes('\n'),
});
