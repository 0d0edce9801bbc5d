/** How far a run is, and how long it still takes, under each end. */
import { describe, expect, test } from 'vitest';
import { millisecondsLeft, runProgress, lastStep, type Used } from './runProgress.ts';

const used = (step: number, tokens = 0, milliseconds = 0): Used => ({ step, tokens, milliseconds });
const tokens = { kind: 'tokens', tokens: 1000 } as const;
const seconds = { kind: 'seconds', seconds: 10 } as const;

describe('tokens', () => {
	test('the last step is estimated from the tokens per step, to two digits', () => {
		const ending = { steps: 1200, budget: tokens };
		expect(runProgress(ending, used(1, 4))).toEqual({ fraction: 0.004, ends: 1200 });
		expect(runProgress(ending, used(62, 250))).toEqual({ fraction: 0.25, ends: 250 });
		expect(runProgress(ending, used(61, 249)).ends).toBe(250);
		expect(millisecondsLeft(ending, used(62, 250), 10)).toBe(1860);
		expect(runProgress(ending, used(250, 1003))).toEqual({ fraction: 1, ends: 250 });
	});

	test('the last step ends the run if it comes before the budget', () => {
		const ending = { steps: 100, budget: tokens };
		expect(runProgress(ending, used(50, 250))).toEqual({ fraction: 0.5, ends: 100 });
		expect(millisecondsLeft(ending, used(50, 250), 10)).toBe(500);
	});
});

describe('seconds', () => {
	test('the remaining time follows the clock', () => {
		const ending = { steps: 1200, budget: seconds };
		expect(runProgress(ending, used(100, 0, 4000))).toEqual({ fraction: 0.4, ends: 250 });
		expect(millisecondsLeft(ending, used(100, 0, 4000), 40)).toBe(6000);
		expect(millisecondsLeft({ steps: 110, budget: seconds }, used(100, 0, 4000), 40)).toBe(400);
	});

	test('a replay ends at the recorded step', () => {
		const ending = { steps: 1200, budget: { ...seconds, stopped: 200 } };
		expect(runProgress(ending, used(100, 0, 9e9))).toEqual({ fraction: 0.5, ends: 200 });
		expect(millisecondsLeft(ending, used(100, 0, 9e9), 40)).toBe(4000);
	});
});

test('the last step of a stored run is the one that a budget ended', () => {
	const run = (end: string, budget?: typeof tokens) => ({
		experiment: { steps: 300, ...(budget && { budget }) },
		end,
		step: 80,
	});
	expect(lastStep(run('finished', tokens))).toBe(80);
	expect(lastStep(run('running', tokens))).toBe(300);
	expect(lastStep(run('stopped'))).toBe(300);
});
