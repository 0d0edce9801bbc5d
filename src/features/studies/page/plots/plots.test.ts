import { expect, test } from 'vitest';
import { differenceValue } from '../../report.en.ts';
import { estimateWithN, shown, tickText } from './numbers.ts';
import { percentAlong, placeLabels, scaleOf } from './scale.ts';

test('an axis has two to six round ticks that cover every value', () => {
	expect(scaleOf([0.219, 0.54, 0.47])).toEqual({
		low: 0.2,
		high: 0.6,
		ticks: [0.2, 0.3, 0.4, 0.5, 0.6],
	});
	for (const values of [
		[0, 1],
		[-0.253, 0.068, 0],
		[1e-5, 3e-5],
		[12, 1200],
		[0.3, 0.31],
		[5],
		[0],
	]) {
		const { low, high, ticks } = scaleOf(values);
		expect(low).toBeLessThanOrEqual(Math.min(...values));
		expect(high).toBeGreaterThanOrEqual(Math.max(...values));
		expect(ticks.length).toBeGreaterThanOrEqual(2);
		expect(ticks.length).toBeLessThanOrEqual(6);
		expect(ticks).toEqual([...ticks].sort((a, b) => a - b));
	}
	expect(scaleOf([null, undefined])).toEqual({ low: 0, high: 1, ticks: [0, 1] });
});

test('values lie between the margins of an axis', () => {
	const scale = scaleOf([0, 1]);
	expect(percentAlong(0.5, scale)).toBe(50);
	expect(percentAlong(0, scale)).toBeGreaterThan(0);
	expect(percentAlong(9, scale)).toBe(percentAlong(1, scale));
});

test('an estimate shows its interval and n', () => {
	const estimate = { mean: 0.4651, low: 0.44, high: 0.489, n: 4 };
	expect(estimateWithN(estimate, 'share', shown)).toBe('46.5 (44.0 to 48.9), n = 4');
	expect(estimateWithN({ mean: -0.6, low: null, high: null, n: 1 }, 'nats', differenceValue)).toBe(
		'−0.600, n = 1',
	);
	expect([
		differenceValue(0.042, 'share'),
		differenceValue(-0.0001, 'share'),
		differenceValue(-0.3, 'nats'),
	]).toEqual(['+4.2', '0.0', '−0.300']);
	expect([tickText(0.25, 'share'), tickText(-0.5, 'nats')]).toEqual(['25', '−0.5']);
});

test('labels overlap neither each other nor a point; a label without room is left out', () => {
	const apart = placeLabels(
		[
			{ x: 50, y: 50, label: 'a' },
			{ x: 200, y: 50, label: 'b' },
		],
		300,
	);
	expect(apart.map((place) => place?.anchor)).toEqual(['start', 'start']);
	const near = placeLabels(
		[
			{ x: 50, y: 50, label: 'uniform' },
			{ x: 56, y: 51, label: 'temperature' },
		],
		300,
	);
	// The first label avoids the other point, and the other label takes the free side.
	expect(near.map((place) => place?.anchor)).toEqual(['end', 'start']);
	expect(placeLabels([{ x: 290, y: 50, label: 'at the edge' }], 300)[0]?.anchor).toBe('end');
	const crowd = Array.from({ length: 9 }, (_, i) => ({
		x: 50 + i,
		y: 50 + i,
		label: 'the same spot',
	}));
	expect(placeLabels(crowd, 300)).toContain(null);
});
