/** What a lesson reads of the run: how far a change of loss is known, and the run's time. */
import { expect, test } from 'vitest';
import { pairedMeans } from '#engine/core/paired.ts';
import { exampleExperiment } from '../../../../../tests/support/experiment.ts';
import { RunHistory } from '#lab/page/state/RunHistory.ts';
import { runMeasures } from './runMeasures.ts';

const [{ id }, ...others] = exampleExperiment.skills;
const before = [2, 3, 2.5, 4];
const after = [1.5, 2.75, 2.5, 3];
const measured = { exact: null, tokenAccuracy: 0, examples: before.length };

function labAfter(evaluations: readonly (readonly number[])[]) {
	const history = new RunHistory(exampleExperiment.skills.length, 10);
	for (const [i, losses] of evaluations.entries())
		history.addEvaluation({
			type: 'evaluation',
			step: 5 * i,
			milliseconds: 1,
			averageExact: null,
			worstExact: null,
			skills: [{ ...measured, loss: 1, losses }, ...others.map(() => ({ ...measured, loss: 1 }))],
		});
	const step = 5 * (evaluations.length - 1);
	return { run: { step, history, revision: 0 }, experiment: exampleExperiment };
}
const read = (lab: unknown, time: number | null = null) =>
	runMeasures(lab as Parameters<typeof runMeasures>[0], { place: 'bench' }, 'text', () => time);

test('the interval is half of the paired one, and unknown before the rows are', () => {
	const { low, high } = pairedMeans(before, after);
	const found = read(labAfter([before, after]))({ name: 'interval', skill: id });
	expect(found).toBeCloseTo((high - low) / 2, 12);
	expect(found).toBeGreaterThan(0);
	expect(read(labAfter([before, after]))({ name: 'interval', skill: others[0].id })).toBeNull();
	expect(read(labAfter([before]))({ name: 'interval', skill: id })).toBeNull();
	expect(
		read({ run: null, experiment: exampleExperiment })({ name: 'interval', skill: id }),
	).toBeNull();
});

test('where a step trains to a step, the values are of its test there, or not known', () => {
	const valueAt = (until: number) =>
		runMeasures(
			labAfter([before, after, after]) as unknown as Parameters<typeof runMeasures>[0],
			{ place: 'bench' },
			'text',
			undefined,
			() => until,
		)({ name: 'loss', skill: id });
	expect([5, 7, 20].map(valueAt)).toEqual([1, null, 1]);
	// A step is reached when it is tested, not when an earlier one was.
	const reached = (step: number) => read(labAfter([before, after]))({ name: 'reached', step });
	expect([0, 4, 5, 6].map(reached)).toEqual([true, false, true, false]);
});

test('the minutes of the next run are whole ones, and unknown until they are measured', () => {
	const lab = { run: null, experiment: exampleExperiment };
	expect(read(lab, 61_000)({ name: 'minutes' })).toBe(2);
	expect(read(lab)({ name: 'minutes' })).toBeNull();
});
