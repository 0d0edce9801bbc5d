import { expect, test } from 'vitest';
import { sliderFraction, sliderValue } from './forms.ts';

test('the slider is logarithmic and stays inside its ends', () => {
	const scale = { min: 5e-4, max: 1e-2 };
	expect(sliderValue(0, scale)).toBe(5e-4);
	expect(sliderValue(1, scale)).toBe(1e-2);
	expect(sliderValue(sliderFraction(3e-3, scale), scale)).toBe(3e-3);
	expect(sliderValue(0.5, scale)).toBeCloseTo(Math.sqrt(5e-4 * 1e-2), 4);
	expect(sliderFraction(1, scale)).toBe(1);
	expect(sliderFraction(1e-9, scale)).toBe(0);
});
