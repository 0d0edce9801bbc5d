/** A number, as readNumber() finds it. Units are not compared. */
import { defineMeasure } from './measure.ts';
import { isSameNumber, markedNumber, readNumber } from '../readNumber.ts';

export const numberMeasure = defineMeasure({
	kind: 'number',
	/** A marked number at its end. */
	suits(answer) {
		const text = answer.normalize('NFKC').trim();
		return markedNumber(text.split('\n').at(-1)!) !== null;
	},
	open: () => ({
		read: (answer) => readNumber(answer)?.written ?? null,
		isRight(answer, right) {
			const [found, wanted] = [readNumber(answer), readNumber(right)];
			return found !== null && wanted !== null && isSameNumber(found, wanted);
		},
	}),
});
