/** The curve that a lesson asks about, and the values of it that a choice stands for. */
import { firstOf, type Condition, type Kept, type LessonValue, type Measures } from './values.ts';

/** [step, value], by rising step. */
export type Points = [step: number, value: number][];

/** Its values at `steps`, as far as they are measured. */
export const pointsAt = (
	{ terms: [curve] }: LessonValue,
	steps: readonly number[],
	measures: Measures,
): Points =>
	steps.flatMap((step) => {
		const value = measures({ ...curve, step });
		return typeof value === 'number' ? [[step, value] satisfies Points[number]] : [];
	});

/** Values between 0 and the top that are tried: a band is exact to half a percent. */
const tried = 200;

/**
 * The parts of the axis from 0 to `top` in which this choice is the first that holds. None if that
 * depends on something else than the curve and kept numbers.
 */
export function choiceBands(
	{ terms: [curve] }: LessonValue,
	choices: readonly Condition[],
	choice: number,
	keptValues: Kept,
	top: number,
): readonly (readonly [low: number, high: number])[] {
	const bands: [number, number][] = [];
	let isOpen = false;
	for (let i = 0; i <= tried; i++) {
		const value = (top * i) / tried;
		const measures: Measures = ({ name, skill }) =>
			name === curve.name && skill === curve.skill ? value : null;
		const isFirst = firstOf(choices, measures, keptValues) === choice;
		if (isFirst && isOpen) bands[bands.length - 1][1] = value;
		else if (isFirst) bands.push([value, value]);
		isOpen = isFirst;
	}
	return bands;
}
