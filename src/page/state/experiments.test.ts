/** The step where the seconds of one run were up does not hold for another run. */
import { expect, test } from 'vitest';
import { exampleExperiment } from '#page/state/experiment.test-support.ts';
import { apartFromPolicy, apartFromSeed, changedFrom, withSwitchAt } from './experiments.ts';

const budget = { kind: 'seconds', seconds: 9 } as const;
const open = { ...exampleExperiment, budget };
const stopped = { ...exampleExperiment, budget: { ...budget, stopped: 40 } };

test('an equal experiment keeps its recorded stop, and a changed one does not', () => {
	expect(changedFrom(stopped, { ...stopped })).toEqual(stopped);
	expect(changedFrom(stopped, { ...stopped, seed: 9 })).toEqual({ ...open, seed: 9 });
	expect(withSwitchAt(stopped, 0, undefined).budget).toEqual(budget);
	expect(changedFrom(null, exampleExperiment)).toEqual(exampleExperiment);
});

test('comparisons ignore the recorded stop', () => {
	expect(apartFromSeed(stopped)).toBe(apartFromSeed({ ...open, seed: 5 }));
	expect(apartFromPolicy(stopped)).toBe(apartFromPolicy({ ...open, policy: [] }));
	expect(stopped.budget.stopped).toBe(40);
});
