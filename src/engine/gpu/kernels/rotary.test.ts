import { expect, it } from 'vitest';
import { relativeError } from '../../../../tests/support/finiteDifferences.ts';
import { rotaryAngles, rotaryKernel, rotaryTable } from './rotary.ts';

const [context, d, heads, base] = [7, 6, 2, 100];
const positions = Float64Array.of(0, 6, 3);
const x = Float64Array.from({ length: positions.length * heads * d }, (_, i) => Math.sin(i + 1));
const operands = {
	inputs: [{ shape: [positions.length, heads * d], storage: 'f32' as const }],
	outputs: [],
};
const table = Float64Array.from(rotaryTable(context, rotaryAngles(d, base)));

it('multiplies pairs, as complex numbers, by e^(i p θ)', () => {
	const expected = new Float64Array(x.length);
	positions.forEach((p, token) => {
		for (let head = 0; head < heads; head++)
			for (let i = 0; i < d / 2; i++) {
				const at = (token * heads + head) * d + i;
				const radius = Math.hypot(x[at], x[at + d / 2]);
				const angle = Math.atan2(x[at + d / 2], x[at]) + p * base ** ((-2 * i) / d);
				expected[at] = radius * Math.cos(angle);
				expected[at + d / 2] = radius * Math.sin(angle);
			}
	});
	const inputs = [x, positions, table];
	const [rotated] = rotaryKernel.reference(inputs, operands, { heads, direction: 1 });
	// The table is rounded to float32.
	expect(relativeError(rotated, expected)).toBeLessThan(1e-7);
});

it('has a table of cosines, then sines', () => {
	const row = rotaryTable(context, rotaryAngles(d, base)).subarray(2 * d, 3 * d);
	const angles = [2, 2 * 100 ** (-1 / 3), 2 * 100 ** (-2 / 3)];
	const expected = [...angles.map(Math.cos), ...angles.map(Math.sin)];
	expect(relativeError(row, expected)).toBeLessThan(1e-7);
});
