/** Every policy in the real trainer: manual switches give the same run as planned switches. */
import { beforeAll, expect, test } from 'vitest';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { mixingPolicies, type MixingPolicy } from '#mixing/index.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { PolicySegment } from '#lab/training/runSettings.ts';
import type { Trainer, TrainerState } from '#lab/training/trainer.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { withoutClock } from '../../support/withoutClock.ts';
import { quickSettings } from './quickSettings.ts';
import { tinyModel, tinySettings, tinySkills } from '../engine/tinyRun.ts';

let device: ComputeDevice;
beforeAll(async () => {
	device = await openNodeDevice();
});

const steps = 14;
const open = (policy: readonly PolicySegment[], restored?: TrainerState): Promise<Trainer> =>
	createTrainer({
		device,
		model: tinyModel,
		skills: tinySkills,
		settings: tinySettings(policy, {
			steps,
			evaluation: { every: 7, examples: 2, finalExamples: 2, samples: 0 },
		}),
		...(restored && { restored }),
	});

async function trainTo(trainer: Trainer, step: number): Promise<RunEvent[]> {
	const events: RunEvent[] = [];
	while (trainer.step < step) events.push(...(await trainer.next()));
	return withoutClock(events);
}

const policies: readonly MixingPolicy[] = mixingPolicies;
test.each(policies.map((policy, i) => [policy.id, i] as const))(
	'%s: a switch to it, away from it, and back',
	async (id, i) => {
		// A different other policy each time, so that some pairs both learn.
		const other = policies[(i + 5) % policies.length].id;
		const [there, away] = [id, other].map((name) => ({
			id: name,
			settings: quickSettings(name, tinySkills[0].info.id),
		}));
		const planned: PolicySegment[] = [
			{ fromStep: 0, id: 'uniform', settings: {} },
			{ fromStep: 2, ...there },
			{ fromStep: 7, ...away },
			{ fromStep: 10, ...there },
		];
		const whole = await open(planned);
		const expected = await trainTo(whole, steps);
		const state = await whole.state();
		whole.dispose();

		const byHand = await open(planned.slice(0, 1));
		const events: RunEvent[] = [];
		for (const { fromStep, ...segment } of planned.slice(1)) {
			events.push(...(await trainTo(byHand, fromStep)));
			byHand.switchPolicy(segment);
			events.push({ type: 'policySwitched', step: fromStep, ...segment });
		}
		events.push(...(await trainTo(byHand, steps)));
		// The caller reports a manual switch; the loop reports a planned one.
		expect(events).toEqual(expected);
		expect((await byHand.state()).weights).toEqual(state.weights);
		byHand.dispose();

		// Saved between the switches and resumed.
		const first = await open(planned);
		const before = await trainTo(first, 9);
		const saved = structuredClone(await first.state());
		first.dispose();
		const second = await open(planned, saved);
		expect([...before, ...(await trainTo(second, steps))]).toEqual(expected);
		second.dispose();
	},
);
