import { expect, test } from 'vitest';
import { choiceBands, pointsAt } from './answerCurve.ts';
import { parseValue, readCondition, type Measures } from './values.ts';

const keptUnits = { equal: 'share' } as const;
const curve = parseValue("exact('capitals')", 1, {});
type Fields = Parameters<typeof readCondition>[0];
const bands = (choices: readonly Fields[], choice: number, keptValues = {}) => {
	const conditions = choices.map((fields) => readCondition(fields, 1, keptUnits, curve));
	return choiceBands(curve, conditions, choice, keptValues, 1);
};

test('the points of a curve are its values at the evaluations that have one', () => {
	const measures: Measures = ({ name, skill, step }) =>
		name === 'exact' && skill === 'capitals' && step !== 100 ? Number(step) / 1000 : null;
	expect(pointsAt(curve, [0, 50, 100, 150], measures)).toEqual([
		[0, 0],
		[50, 0.05],
		[150, 0.15],
	]);
});

test('a choice is the part of the axis in which it is the first that holds', () => {
	const choices = [
		{ op: '<', value: 'equal', times: 0.5 },
		{ step: 300, op: '<=', value: 'equal', plus: 0.1 },
		{ op: '>', value: 0.1 },
	] as const;
	const found = choices.map((_, choice) => bands(choices, choice, { equal: 0.8 }));
	expect(found).toEqual([[[0, 0.395]], [[0.4, 0.9]], [[0.905, 1]]]);
});

test('a choice that depends on something else has no place on the axis', () => {
	const below = { op: '<', value: 'equal' } as const;
	expect(bands([below], 0)).toEqual([]);
	expect(bands([{ measure: 'exact', skill: 'french', op: '<', value: 0.5 }], 0)).toEqual([]);
	// Which of two is the first is not known.
	expect(bands([below, { op: '>', value: 0.5 }], 1)).toEqual([]);
});
