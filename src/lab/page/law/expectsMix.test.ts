import { expect, test } from 'vitest';
import { expectsMix } from './expectsMix.ts';

test('the law expects nothing of a run that changes its mix', () => {
	const uniform = { fromStep: 0, id: 'uniform', settings: {} };
	const [once, twice] = [
		{ policy: [uniform] },
		{ policy: [uniform, { ...uniform, fromStep: 50, id: 'fixed' }] },
	];
	const run = (step: number, ended = false) => ({ step, ended });
	expect(expectsMix(once, null, true)).toBe(true);
	expect(expectsMix(once, run(100), false)).toBe(true);
	expect(expectsMix(twice, run(100), false)).toBe(false);
	expect(expectsMix(twice, null, false)).toBe(false);
	// Shares that move in the middle of a run are a switch; after its end, they are of the next run.
	expect(expectsMix(once, run(100), true)).toBe(false);
	expect(expectsMix(once, run(0), true)).toBe(true);
	expect(expectsMix(once, run(300, true), true)).toBe(true);
});
