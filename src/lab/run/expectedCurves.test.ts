/** Curves in a link: few points, the first and the last among them. */
import { expect, test } from 'vitest';
import type { RunEvent } from '#training/events.ts';
import { expectedCurves } from './outcome.ts';

const evaluationAt = (step: number) =>
	({
		type: 'evaluation',
		step,
		skills: [
			{ exact: step / 1000, loss: 1 },
			{ exact: null, loss: 0.5 },
		],
	}) as unknown as RunEvent;

test('a long run keeps twelve points, and the ends', () => {
	const { steps, skills } = expectedCurves(
		Array.from({ length: 61 }, (_, i) => evaluationAt(10 * i)),
	);
	expect(steps).toHaveLength(12);
	expect([steps[0], steps.at(-1)]).toEqual([0, 600]);
	expect(skills.map((curve) => curve.at(-1))).toEqual([60, 50]);
});

test('a run of one evaluation has one point', () => {
	expect(expectedCurves([evaluationAt(0)])).toEqual({ steps: [0], skills: [[0], [50]] });
});
