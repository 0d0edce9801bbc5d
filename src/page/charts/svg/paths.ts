/** Columns as the paths of an SVG: lines with or without gaps, points, and stairs on top of each other. Pure. */
import type { Column } from '../columns.ts';
import { shortNumber } from './xml.ts';

/** From a value to pixels. */
export type Scale = (value: number) => number;

const point = (x: number, y: number) => `${shortNumber(x)} ${shortNumber(y)}`;

/** A step without a value is passed over, or cuts the line (`cut`). */
export function linePath(
	steps: readonly number[],
	column: Column,
	x: Scale,
	y: Scale,
	cut = false,
): string {
	let path = '';
	let isOpen = false;
	steps.forEach((step, i) => {
		const value = column[i] ?? null;
		if (value === null) isOpen &&= !cut;
		else {
			path += `${isOpen ? 'L' : 'M'}${point(x(step), y(value))}`;
			isOpen = true;
		}
	});
	return path;
}

/** Each measured point, as pixels. */
export const pointsOf = (
	steps: readonly number[],
	column: Column,
	x: Scale,
	y: Scale,
): [x: number, y: number][] =>
	steps.flatMap((step, i): [number, number][] => {
		const value = column[i] ?? null;
		return value === null ? [] : [[x(step), y(value)]];
	});

/** The area under `column` in stairs: a value holds from the step before it. Steps without a value are left out. */
export function stairsPath(steps: readonly number[], column: Column, x: Scale, y: Scale): string {
	const known = steps.flatMap((step, i): [number, number][] => {
		const value = column[i] ?? null;
		return value === null ? [] : [[step, value]];
	});
	if (known.length === 0) return '';
	const [first, ...rest] = known;
	// Of steps with one and the same share the last is enough.
	const corners = rest.filter(([, value], i) => rest[i + 1]?.[1] !== value);
	const stairs = corners.map(
		([step, value]) => `V${shortNumber(y(value))}H${shortNumber(x(step))}`,
	);
	return `M${point(x(first[0]), y(0))}V${shortNumber(y(first[1]))}${stairs.join('')}V${shortNumber(y(0))}Z`;
}

/** Sums from the first column up, one per column; null where a part is not known. */
export function sumsOf(columns: readonly Column[]): Column[] {
	const sums: Column[] = [];
	for (const column of columns) {
		const below = sums.at(-1);
		sums.push(
			column.map((value, i) => {
				const under = below ? below[i] : 0;
				return value === null || under === null ? null : under + value;
			}),
		);
	}
	return sums;
}
