import { expect, test } from 'vitest';
import { endNames, roomForNames, spreadLevels } from './endNames.ts';
import type { CurvePanel } from './figure.ts';
import { stepScale, valueRange, valueScale } from './scales.ts';

test('names of lines that end together are spread and stay inside the plot', () => {
	expect(spreadLevels([50, 20], 0, 100)).toEqual([50, 20]);
	expect(spreadLevels([50, 50, 51], 0, 100)).toEqual([50, 65, 80]);
	expect(spreadLevels([98, 99, 100], 0, 100)).toEqual([70, 85, 100]);
	expect(spreadLevels([-5, 0], 0, 100)).toEqual([0, 15]);
	expect(spreadLevels([50, 50], 0, 100, 32)).toEqual([50, 82]);
});

const line = { stroke: 'red', width: 1, steps: [0, 1, 2], values: [1, 1, 1] };
const panel: CurvePanel = {
	kind: 'curves',
	title: '',
	steps: 10,
	unit: String,
	lines: [
		{ label: 'a', endName: 'A', ...line, values: [1, 0.5, null] },
		{ label: 'behind', ...line },
		{ label: 'c', endName: 'C', ...line, values: [NaN, NaN, NaN] },
	],
};

test('a name stands at the last measured value of its line', () => {
	const box = { left: 0, top: 0, width: 100, height: 100 };
	const names = endNames(panel, stepScale(10, box), valueScale([0, 1], box));
	expect(names).toEqual([{ name: 'A', stroke: 'red', x: 10, y: 50, level: 50 }]);
	// A name at the axis stays above the axis's numbers.
	const [lowest] = endNames(panel, stepScale(10, box), valueScale([0.5, 1], box));
	expect(lowest).toMatchObject({ y: 100, level: 92.5 });
	expect(roomForNames(panel, 300)).toBeGreaterThan(0);
	expect(roomForNames({ ...panel, lines: [{ label: 'a', ...line }] }, 300)).toBe(0);
	expect(roomForNames(panel, 30)).toBe(10);
});

test('a scale that fits leaves out the empty part, and no more than there is', () => {
	expect(valueRange(0.4, 0.6, 1, true)).toEqual([0.39, 0.61]);
	expect(valueRange(0, 0.98, 1, true)).toEqual([0, 1]);
	// Equal lines do not fill the chart with their last digits.
	expect(valueRange(0.5, 0.5, 1, true)).toEqual([0.45, 0.55]);
	expect(valueRange(Infinity, -Infinity, 1, true)).toEqual([0, 1]);
	expect(valueRange(2, 3, undefined, true)).toEqual([1.95, 3.05]);
});
