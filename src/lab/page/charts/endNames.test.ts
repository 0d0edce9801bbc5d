import { expect, test } from 'vitest';
import { spreadLevels } from './endNames.ts';
import { valueRange } from './scales.ts';

test('names of lines that end together are spread and stay inside the plot', () => {
	expect(spreadLevels([50, 20], 0, 100)).toEqual([50, 20]);
	expect(spreadLevels([50, 50, 51], 0, 100)).toEqual([50, 65, 80]);
	expect(spreadLevels([98, 99, 100], 0, 100)).toEqual([70, 85, 100]);
	expect(spreadLevels([-5, 0], 0, 100)).toEqual([0, 15]);
	expect(spreadLevels([50, 50], 0, 100, 32)).toEqual([50, 82]);
});

test('a scale that fits leaves out the empty part, and no more than there is', () => {
	expect(valueRange(0.4, 0.6, 1, true)).toEqual([0.39, 0.61]);
	expect(valueRange(0, 0.98, 1, true)).toEqual([0, 1]);
	// Equal lines do not fill the chart with their last digits.
	expect(valueRange(0.5, 0.5, 1, true)).toEqual([0.45, 0.55]);
	expect(valueRange(Infinity, -Infinity, 1, true)).toEqual([0, 1]);
	expect(valueRange(2, 3, undefined, true)).toEqual([1.95, 3.05]);
});
