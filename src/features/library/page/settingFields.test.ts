/** Parsing typed numbers, the slider's scale, and each setting's path in an experiment. */
import { describe, expect, test } from 'vitest';
import { numberText } from '#page/words/format.ts';
import {
	choiceFields,
	matters,
	numberFields,
	settingGroups,
	parseNumber,
	sliderFraction,
	settingAt,
	sliderValue,
	withSetting,
} from './settingFields.ts';
import { exampleExperiment } from '#page/state/experiment.test-support.ts';

describe('typed numbers', () => {
	test.each([
		['300', 300],
		[' 5e-4 ', 5e-4],
		['0,003', 0.003],
		['3,000', 3000],
		['1,234,567.5', 1234567.5],
		['10 000', 10_000],
	])('%s is %d', (text, value) => expect(parseNumber(text)).toBe(value));
	test.each(['', '  ', 'abc', '1.2.3', '1,2,3'])('%j is no number', (text) =>
		expect(parseNumber(text)).toBeNaN(),
	);
	test('a displayed number parses to the same number', () => {
		for (const value of [3e-3, 5e-4, 1e-8, 300, 0, 0.98, 123456789])
			expect(parseNumber(numberText(value))).toBe(value);
	});
});

test('the slider is logarithmic and stays inside its ends', () => {
	const scale = { min: 5e-4, max: 1e-2 };
	expect(sliderValue(0, scale)).toBe(5e-4);
	expect(sliderValue(1, scale)).toBe(1e-2);
	expect(sliderValue(sliderFraction(3e-3, scale), scale)).toBe(3e-3);
	expect(sliderValue(0.5, scale)).toBeCloseTo(Math.sqrt(5e-4 * 1e-2), 4);
	expect(sliderFraction(1, scale)).toBe(1);
	expect(sliderFraction(1e-9, scale)).toBe(0);
});

test('changing a setting changes nothing else', () => {
	const changed = withSetting(exampleExperiment, 'optimizer.learningRate', 0.01);
	expect(settingAt(changed, 'optimizer.learningRate')).toBe(0.01);
	expect({ ...changed, optimizer: exampleExperiment.optimizer }).toEqual(exampleExperiment);
	expect(withSetting(exampleExperiment, 'steps', 7)).toEqual({ ...exampleExperiment, steps: 7 });
});

test('every setting appears once in the form', () => {
	const shown = settingGroups.flatMap(({ numbers, choices, rare, ...others }) => [
		...numbers,
		...choices,
		...('after' in others ? others.after : []),
		...rare,
	]);
	const all = [...numberFields, ...choiceFields].map(({ path }) => path);
	expect([...shown].sort()).toEqual([...all].sort());
});

test('a budget can be set, changed and removed; its number is used only while it is set', () => {
	const none = exampleExperiment;
	expect([settingAt(none, 'budget.kind'), matters(none, 'budget.tokens')]).toEqual([
		'steps',
		false,
	]);
	const tokens = withSetting(none, 'budget.kind', 'tokens');
	expect(tokens.budget).toEqual({ kind: 'tokens', tokens: 200_000 });
	expect(matters(tokens, 'budget.tokens')).toBe(true);
	expect(withSetting(tokens, 'budget.seconds', 5)).toEqual(tokens);
	expect(withSetting(tokens, 'budget.tokens', 5).budget).toEqual({ kind: 'tokens', tokens: 5 });
	expect(withSetting(tokens, 'budget.kind', 'steps')).toEqual(none);
	const stopped = { ...none, budget: { kind: 'seconds', seconds: 9, stopped: 7 } } as const;
	expect(withSetting(stopped, 'budget.seconds', 9)).toEqual(stopped);
	expect(withSetting(stopped, 'budget.seconds', 8).budget).toEqual({ kind: 'seconds', seconds: 8 });
});
