/** The answer names the right one, with any other words around it. */
import { isSameAnswer, splitAtPhrase } from '../answerText.ts';
import { defineMeasure, onOneLine } from './measure.ts';

export const contains = defineMeasure({
	kind: 'contains',
	open: () => ({
		read: onOneLine,
		isRight: (answer, right) =>
			isSameAnswer(answer, right) || splitAtPhrase(answer, right) !== null,
	}),
});
