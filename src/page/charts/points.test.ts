/** The parts of a plot of points: axes, and labels beside the points. */
import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import type { Figure } from './figure.ts';
import { figureCsv } from './chartFile.ts';
import FigureSheet from './FigureSheet.svelte';
import { placeLabels } from './text.ts';
import { roundScale, roundTicks } from './scales.ts';

test('an axis has a few round ticks that cover every value', () => {
	const axis = (values: (number | null)[]) => roundScale(values, [3, 97]);
	expect(roundTicks(axis([0.219, 0.54, 0.47]))).toEqual([0.2, 0.3, 0.4, 0.5, 0.6]);
	for (const values of [
		[0, 1],
		[-0.253, 0.068, 0],
		[1e-5, 3e-5],
		[12, 1200],
		[0.3, 0.31],
		[5],
		[0],
	]) {
		const scale = axis(values);
		const ticks = roundTicks(scale);
		expect(ticks.length).toBeGreaterThanOrEqual(2);
		expect(ticks.length).toBeLessThanOrEqual(7);
		for (const value of values) {
			expect(scale(value)).toBeGreaterThanOrEqual(3 - 1e-9);
			expect(scale(value)).toBeLessThanOrEqual(97 + 1e-9);
		}
	}
	expect(axis([null]).domain()).toEqual([0, 1]);
});

test('labels overlap neither each other nor a point; a label without room is left out', () => {
	const apart = placeLabels(
		[
			{ x: 50, y: 50, label: 'a' },
			{ x: 200, y: 50, label: 'b' },
		],
		0,
		300,
	);
	expect(apart.map((place) => place?.anchor)).toEqual(['start', 'start']);
	const near = placeLabels(
		[
			{ x: 60, y: 50, label: 'uniform' },
			{ x: 66, y: 51, label: 'temperature' },
		],
		0,
		300,
	);
	// The first label avoids the other point, and the other label takes the free side.
	expect(near.map((place) => place?.anchor)).toEqual(['end', 'start']);
	expect(placeLabels([{ x: 290, y: 50, label: 'at the edge' }], 0, 300)[0]?.anchor).toBe('end');
	const crowd = Array.from({ length: 9 }, (_, i) => ({
		x: 50 + i,
		y: 50 + i,
		label: 'the same spot',
	}));
	expect(placeLabels(crowd, 0, 300)).toContain(null);
});

test('a figure of points has a dot and a label per point, its intervals, and a CSV row', () => {
	const axis = (title: string) => ({ title, unit: String });
	const at = (mean: number) => ({ mean, low: mean - 1, high: mean + 1 });
	const figure: Figure = {
		name: 'frontier',
		title: 'Frontier',
		legend: [],
		switches: [],
		panels: [
			{
				kind: 'points',
				title: '',
				x: axis('domain'),
				y: axis('general'),
				columns: { mean: 'mean', low: 'low', high: 'high' },
				points: [
					{ label: 'half', short: '50 %', x: at(2), y: at(5), leads: true },
					{
						label: 'none',
						short: '0 %',
						x: at(1),
						y: { mean: 3, low: null, high: null },
						leads: false,
					},
				],
			},
		],
	};
	const { body } = render(FigureSheet, { props: { figure, source: { about: '', links: [] } } });
	expect(body.match(/<circle /g)).toHaveLength(2);
	for (const text of ['50 %', '0 %', 'domain', 'general']) expect(body).toContain(`>${text}<`);
	// Three intervals: the second point has one on one axis only.
	expect(body.match(/stroke="var\(--ink-2\)"/g)).toHaveLength(3);
	expect(figureCsv(figure, { step: 'step', row: 'group' })).toBe(
		'group,domain: mean,domain: low,domain: high,general: mean,general: low,general: high\r\n' +
			'half,2,1,3,5,4,6\r\nnone,1,0,2,3,,\r\n',
	);
});
