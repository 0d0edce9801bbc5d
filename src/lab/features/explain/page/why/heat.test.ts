import { expect, test } from 'vitest';
import { heatColor, heatScale } from './heat.ts';

test('the scale is symmetric around 0, or starts at 0 without negative values', () => {
	expect(
		heatScale([
			[0.5, -0.9],
			[null, 0.2],
		]),
	).toEqual({ bottom: -0.9, top: 0.9 });
	expect(heatScale([[0.5, 0.2]])).toEqual({ bottom: 0, top: 0.5 });
	expect(heatScale([[null]])).toEqual({ bottom: 0, top: 0 });
});

test('the sign decides the hue and the size the strength; missing values have no colour', () => {
	const scale = { bottom: -2, top: 2 };
	expect(heatColor(2, scale)).toBe('color-mix(in srgb, var(--heat-high) 60.0%, var(--paper))');
	expect(heatColor(-1, scale)).toBe('color-mix(in srgb, var(--heat-low) 30.0%, var(--paper))');
	expect(heatColor(null, scale)).toBeUndefined();
	expect(heatColor(0, { bottom: 0, top: 0 })).toBeUndefined();
});
