import { expect, test } from 'vitest';
import { choiceBands, pointsAt } from './answerCurve.ts';
import { parseExpression } from './expression.ts';
import type { Measures } from './measures.ts';

const curve = parseExpression("exact('capitals')", {});
const bands = (choice: string, keptValues: Record<string, number> = {}) =>
	choiceBands(curve, parseExpression(choice, { equal: 'share' }), keptValues, 1);

test('the points of a curve are its values at the evaluations that have one', () => {
	const measures: Measures = (name, [skill, step]) =>
		name === 'exact' && skill === 'capitals' && step !== 100 ? Number(step) / 1000 : null;
	expect(pointsAt(curve, [0, 50, 100, 150], measures)).toEqual([
		[0, 0],
		[50, 0.05],
		[150, 0.15],
	]);
});

test('a choice is the part of the axis in which it holds, with the numbers kept so far', () => {
	const keptValues = { equal: 0.8 };
	expect(bands("exact('capitals') < equal / 2", keptValues)).toEqual([[0, 0.395]]);
	expect(bands("exact('capitals', 300) >= equal", keptValues)).toEqual([[0.8, 1]]);
	expect(bands("abs(exact('capitals') - equal) > 0.1", keptValues)).toEqual([
		[0, 0.7],
		[0.905, 1],
	]);
});

test('a choice that depends on something else has no place on the axis', () => {
	expect(bands("exact('capitals') < equal")).toEqual([]);
	expect(bands("exact('french') < 0.5")).toEqual([]);
	expect(bands("exact('capitals') < average")).toEqual([]);
});
