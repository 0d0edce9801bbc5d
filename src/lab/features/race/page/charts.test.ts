import { expect, test } from 'vitest';
import { summariseExact } from '#engine/core/exactMatch.ts';
import type { EvaluationEvent } from '#lab/training/events.ts';
import { scorePanel, shownMeasures } from './charts.ts';

const names = [{ title: 'Equal shares', short: 'equal' }];
/** A skill with answers, and one whose next tokens are counted. */
const evaluation = (step: number, losses: readonly [number, number]): EvaluationEvent => {
	const skills = losses.map((loss, skill) => ({
		loss,
		exact: 0.5,
		tokenAccuracy: 0.5,
		examples: 4,
		measure: skill === 0 ? ('number' as const) : ('tokens' as const),
	}));
	return {
		type: 'evaluation',
		step,
		milliseconds: 1,
		skills,
		...summariseExact(skills, [true, true]),
	};
};
const lanes = [[evaluation(0, [2, 4]), evaluation(10, [1, 3])]];

test('a race of unlike measures has a chart of the mean held-out loss, and no worst skill', () => {
	expect(shownMeasures('loss')).toEqual(['heldOut']);
	expect(shownMeasures('answers')).toEqual(['average', 'worst']);
	const valuesOf = (measure: 'heldOut' | 'average') =>
		scorePanel(lanes, names, 20, measure, [0, 1]).lines[0].values;
	expect(valuesOf('heldOut')).toEqual(expect.objectContaining({ 0: 3, 1: 2 }));
	expect(Array.from(valuesOf('average')).some(Number.isFinite)).toBe(false);
	const panel = scorePanel(lanes, names, 20, 'heldOut', [0, 1]);
	expect(panel.top).toBeUndefined();
	expect(panel.unit?.(2)).toContain('2.00');
});
