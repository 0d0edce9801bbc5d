/** Values behind the explanation: comparable traces, matrix colours, the log, measured transfer. */
import { expect, test } from 'vitest';
import { heatColor, heatScale } from './heat.ts';
import { ExplanationLog } from '#page/state/ExplanationLog.ts';
import { comparableLabels, isMix, listThoughts, measuredCells, measuredRows } from './reports.ts';

test('a mix sums to 1 over the skills with a value', () => {
	expect(isMix([0.25, null, 0.75])).toBe(true);
	expect(isMix([1.5, -0.5])).toBe(false);
	expect(isMix([0.2, 0.2])).toBe(false);
	expect(isMix([null])).toBe(false);
});

test('shares are comparable with shares, other values with each other', () => {
	const traces = [
		{ label: 'Reward', values: [2, 3] },
		{ label: 'R/ΣR', values: [0.4, 0.6] },
		{ label: 'Averaged', values: [2.1, 2.9] },
		{ label: 'Share before', values: [0.5, 0.5] },
	];
	expect(comparableLabels({ traces }, null)).toEqual(['R/ΣR', 'Share before']);
	expect(comparableLabels({ traces }, 'Reward')).toEqual(['Averaged']);
	expect(comparableLabels({ traces: [] }, null)).toEqual([]);
});

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

test('sentences and warnings are sorted by step, the newest first', () => {
	const explanations = new ExplanationLog();
	const say = (step: number, sentence: string) =>
		explanations.add(step, { weights: [1], sentence, traces: [] });
	say(1, 'first');
	say(10, 'second');
	say(20, 'second');
	const warnings = [{ step: 10, message: 'noise' }];
	expect(listThoughts({ explanations, warnings }).map(({ step, text }) => [step, text])).toEqual([
		[10, 'noise'],
		[10, 'second'],
		[1, 'first'],
	]);
});

const measured = {
	about: '',
	pairs: [
		{ learner: 'sub', helper: 'add', mean: 0.9, low: 0.2, high: 1.5 },
		{ learner: 'tr', helper: 'sort', mean: -0.2, low: -0.3, high: -0.1 },
	],
};

test('measured pairs need both skills in the run; other cells are null', () => {
	const cells = measuredCells(measured, ['add', 'sub', 'tr']);
	expect(cells).toEqual([{ learner: 1, helper: 0, mean: 0.9, low: 0.2, high: 1.5 }]);
	expect(measuredRows(cells, 3)).toEqual([
		[null, null, null],
		[0.9, null, null],
		[null, null, null],
	]);
});
