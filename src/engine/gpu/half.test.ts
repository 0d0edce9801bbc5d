import { expect, it } from 'vitest';
import { fromHalf, toHalf } from './half.ts';

it('converts every half to a float and back', () => {
	const changed: number[] = [];
	for (let half = 0; half < 0x10000; half++) {
		const isNaN = (half & 0x7c00) === 0x7c00 && (half & 0x3ff) !== 0;
		if (!isNaN && toHalf(fromHalf(half)) !== half) changed.push(half);
	}
	expect(changed).toEqual([]);
	expect(fromHalf(toHalf(NaN))).toBeNaN();
});

it('rounds to the nearest half, ties to even', () => {
	const cases: [number, number][] = [
		[1 / 3, 0.333251953125],
		[1 + 2 ** -11, 1],
		[1 + 3 * 2 ** -11, 1 + 2 ** -9],
		[1 + 2 ** -11 + 2 ** -20, 1 + 2 ** -10],
		[2049, 2048],
		[65519.9, 65504],
		[65520, Infinity],
		[2 ** -25, 0],
		[1.5 * 2 ** -24, 2 ** -23],
		[-1e-7, -(2 ** -23)],
		[6.1e-5, 1023 * 2 ** -24],
	];
	for (const [value, rounded] of cases) expect(fromHalf(toHalf(value)), `${value}`).toBe(rounded);
});
