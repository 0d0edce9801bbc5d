/** Runs with a budget: where they end, and that resumed and replayed runs are the same. */
import { sum } from '#engine/core/statistics.ts';
import { describe, expect, test } from 'vitest';
import type { RunEvent } from '#lab/training/events.ts';
import type { RunSettings } from '#lab/training/runSettings.ts';
import type { Budget } from '#engine/training/settings.ts';
import type { TrainerState, TrainerOptions } from '#lab/training/trainer.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { awaited } from '../../support/awaitedDevice.ts';
import { withoutClock } from '../../support/withoutClock.ts';
import { tinySettings } from '../engine/tinyRun.ts';
import { openTrainer, segment } from '../../support/tinyTrainer.ts';

const device = await openNodeDevice();

const mos = segment(0, 'mos', { interval: 2, examples: 2 });
const timetable = segment(0, 'timetable');
const under = (budget: Budget, policy = mos): RunSettings =>
	tinySettings([policy], { steps: 40, budget });

/** 10 ms pass with each look at it. */
const ticking = () => {
	let time = 0;
	return () => (time += 10);
};

interface Run {
	readonly events: RunEvent[];
	readonly state: TrainerState;
	readonly step: number;
}

/** Trains to the end. `stops`: closes and resumes after these steps. `slow`: reads results late. */
async function trained(
	settings: RunSettings,
	{
		stops = [],
		slow = false,
		now = ticking(),
	}: { stops?: number[]; slow?: boolean; now?: () => number } = {},
): Promise<Run> {
	const open = (options: Partial<TrainerOptions> = {}) =>
		openTrainer(slow ? awaited(device) : device, settings, { now, ...options });
	let trainer = await open();
	const events: RunEvent[] = [...(await trainer.start())];
	while (events.at(-1)?.type !== 'finished') {
		if (stops.includes(trainer.step)) {
			const state = await trainer.state();
			trainer.dispose();
			const counters = JSON.parse(JSON.stringify(state.counters)) as TrainerState['counters'];
			trainer = await open({ restored: { ...state, counters } });
		}
		const report = (early: readonly RunEvent[]) => void events.push(...early);
		const receiver = { report, goesOn: () => true };
		const next = slow
			? trainer.next(settings.steps, undefined, receiver)
			: trainer.next(trainer.step + 1);
		events.push(...(await next));
	}
	const state = await trainer.state();
	const { step } = trainer;
	trainer.dispose();
	return { events: withoutClock(events), state, step };
}

const listSteps = ({ events }: Run) => events.filter((event) => event.type === 'step');
const addTokens = (run: Run) => sum(listSteps(run).map(({ tokens }) => sum(tokens)));

describe('tokens', () => {
	const budget = { kind: 'tokens', tokens: 900 } as const;

	test('a policy plans over the expected steps, not over the maximum', async () => {
		const run = await trained(under(budget, segment(0, 'doremi')));
		const prepared = run.events.find((event) => event.type === 'prepared')!;
		expect(run.step).toBeLessThan(15);
		expect(prepared.updates).toBe(2 * run.step);
	});

	test('ends with the batch that reaches the budget, at the lowest learning rate', async () => {
		const run = await trained(under(budget));
		const last = listSteps(run).at(-1);
		const lastTokens = sum(last.tokens);
		expect(run.step).toBeLessThan(40);
		expect(addTokens(run)).toBeGreaterThanOrEqual(900);
		expect(addTokens(run) - lastTokens).toBeLessThan(900);
		expect(last.learningRate).toBeCloseTo(0.01 * 0.02, 12);
		expect(run.events.slice(-3).map(({ type, step }) => [type, step])).toEqual([
			['evaluation', run.step],
			['samples', run.step],
			['finished', run.step],
		]);
		expect(run.events.findLast((event) => event.type === 'evaluation')!.skills[0].examples).toBe(5);
	});

	test('resumed it is the same run', async () => {
		const whole = await trained(under(budget));
		expect(await trained(under(budget), { stops: [1, 4, 5] })).toEqual(whole);
	});

	test('with steps sent ahead it is the same run: none passes the end', async () => {
		const whole = await trained(under(budget, timetable));
		const real = await trained(under(budget, timetable), {
			slow: true,
			now: () => performance.now(),
		});
		expect(real.events).toEqual(whole.events);
		expect(real.state.weights).toEqual(whole.state.weights);
	});
});

describe('seconds', () => {
	const budget = { kind: 'seconds', seconds: 0.2 } as const;

	test('it ends when steps, probes and preparations have taken them', async () => {
		const run = await trained(under(budget));
		// Each step takes a tick; each probe one more: every other step, and before the first.
		const ticks = listSteps(run).map((step) => ('probeMilliseconds' in step ? 2 : 1));
		expect(sum(ticks)).toBeGreaterThanOrEqual(20);
		expect(sum(ticks.slice(0, -1))).toBeLessThan(20);
		expect(run.step).toBeGreaterThan(8);
		expect(run.step).toBeLessThan(20);
	});

	test('resumed it goes on counting, and is the same run', async () => {
		const whole = await trained(under(budget));
		expect(await trained(under(budget), { stops: [1, 4, 5] })).toEqual(whole);
	});

	test('a replay stops at the stored step, whatever the clock says', async () => {
		// A real clock: where it stops is chance, what it did is not.
		const run = await trained(under({ kind: 'seconds', seconds: 0.05 }), {
			now: () => performance.now(),
			slow: true,
		});
		const replayed = await trained(under({ kind: 'seconds', seconds: 0.05, stopped: run.step }), {
			now: () => 0,
		});
		expect(replayed.events).toEqual(run.events);
		expect(replayed.state.weights).toEqual(run.state.weights);
		expect(replayed.state.secondMoments).toEqual(run.state.secondMoments);
	});
});
