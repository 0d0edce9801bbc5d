/** A number, as readNumber() finds it. Units are not compared. */
import { defineMeasure } from './measure.ts';
import { isSameNumber, readNumber } from '../readNumber.ts';

/** Characters of the last line of an answer with a mark. */
const longestEnd = 500;

export const numberMeasure = defineMeasure({
	kind: 'number',
	/** A marked number at its end. */
	suits(answer) {
		const found = readNumber(answer.trim().split('\n').at(-1)!.slice(-longestEnd));
		return found !== null && found.isMarked && found.value !== null;
	},
	open: () => ({
		read: (answer) => readNumber(answer)?.written ?? null,
		isRight(answer, right) {
			const [found, wanted] = [readNumber(answer), readNumber(right)];
			return found !== null && wanted !== null && isSameNumber(found, wanted);
		},
	}),
});
