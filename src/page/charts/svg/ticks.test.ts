import { expect, test } from 'vitest';
import { mixed, valueRange, wholeSteps } from '../scale.ts';
import { ticksOf } from './ticks.ts';

test('ticks are round numbers with room between them', () => {
	expect(ticksOf([0, 1], 216, 36)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
	expect(ticksOf([0, 3.15], 112, 36)).toEqual([0, 2]);
	expect(ticksOf([-0.3, 0.3], 216, 36)).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]);
	expect(ticksOf([0, 600], 660, 60, wholeSteps)).toEqual([...[0, 100, 200, 300, 400, 500, 600]]);
	expect(ticksOf([0, 1], 660, 60, wholeSteps)).toEqual([0, 1]);
	expect(ticksOf([0, 0], 100, 36)).toEqual([]);
});

test('a scale begins at 0, or below it where a value does', () => {
	expect(valueRange(0.5, 2)).toEqual([0, 2.1]);
	expect(valueRange(-1, -0.5)).toEqual([-1.05, 0]);
	expect(valueRange(0.5, 2, 1)).toEqual([0, 1]);
	expect(valueRange(Infinity, -Infinity)).toEqual([0, 1]);
});

test('a colour over another', () => {
	expect(mixed('#000000', '#ffffff', 0.5)).toBe('#808080');
	expect(mixed('#b47800', '#fbfaf6', 1)).toBe('#b47800');
	expect(mixed('#000', '#fff', 0.5)).toBe('#808080');
	expect(mixed('#b47', '#fff', 1)).toBe('#bb4477');
	expect(mixed('red', '#fff', 0.5)).toBe('red');
});
