/** The curve that a lesson asks about, and the values of it that a choice stands for. */
import type { Expression, Kept } from './expression.ts';
import type { Measures } from './measures.ts';

/** [step, value], by rising step. */
export type Points = [step: number, value: number][];

/** Its values at `steps`, as far as they are measured. */
export const pointsAt = (curve: Expression, steps: readonly number[], measures: Measures): Points =>
	steps.flatMap((step) => {
		const at: Measures = (name, values) =>
			measures(name, [...values.filter((value) => typeof value === 'string'), step]);
		const value = curve.evaluate(at, {});
		return typeof value === 'number' ? [[step, value] satisfies Points[number]] : [];
	});

/** Values between 0 and the top that are tried: a band is exact to half a percent. */
const tried = 200;

/**
 * The parts of the axis from 0 to `top` in which the choice holds. None if the choice depends on
 * something else than the curve and kept numbers.
 */
export function choiceBands(
	{ measure: curve }: Expression,
	choice: Expression,
	keptValues: Kept,
	top: number,
): readonly (readonly [low: number, high: number])[] {
	const bands: [number, number][] = [];
	let isOpen = false;
	for (let i = 0; i <= tried; i++) {
		const value = (top * i) / tried;
		const isCurve = (name: string, values: readonly unknown[]) =>
			name === curve?.name && values[0] === curve.values[0];
		const measures: Measures = (name, values) => (isCurve(name, values) ? value : null);
		const holds = choice.evaluate(measures, keptValues) === true;
		if (holds && isOpen) bands[bands.length - 1][1] = value;
		else if (holds) bands.push([value, value]);
		isOpen = holds;
	}
	return bands;
}
