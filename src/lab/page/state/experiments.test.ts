/** The step where the seconds of one run were up does not hold for another run. */
import { expect, test } from 'vitest';
import { exampleExperiment } from '../../../../tests/support/experiment.ts';
import { keyWithoutPolicy, changedFrom, switchMarks, withSwitchAt } from './experiments.ts';

const budget = { kind: 'seconds', seconds: 9 } as const;
const open = { ...exampleExperiment, budget };
const stopped = { ...exampleExperiment, budget: { ...budget, stopped: 40 } };

test('an equal experiment keeps its recorded stop, and a changed one does not', () => {
	expect(changedFrom(stopped, { ...stopped })).toEqual(stopped);
	expect(changedFrom(stopped, { ...stopped, seed: 9 })).toEqual({ ...open, seed: 9 });
	expect(withSwitchAt(stopped, 0, undefined).budget).toEqual(budget);
	expect(changedFrom(null, exampleExperiment)).toEqual(exampleExperiment);
});

test('a segment that continues the one before it has no mark, and other settings have one', () => {
	const halves = { id: 'fixed', settings: { ratios: { add: 1, rev: 1 } } };
	const third = { id: 'fixed', settings: { ratios: { add: 1, rev: 2 } } };
	const policy = [
		{ ...halves, fromStep: 0 },
		{ ...halves, fromStep: 8 },
		{ ...third, fromStep: 16 },
	];
	expect(switchMarks(policy, (id) => id)).toEqual([{ step: 16, title: 'fixed' }]);
});

test('comparisons ignore the recorded stop', () => {
	expect(keyWithoutPolicy(stopped)).toBe(keyWithoutPolicy({ ...open, policy: [] }));
	expect(stopped.budget.stopped).toBe(40);
});
