/** Every policy in the real trainer: manual switches give the same run as planned switches. */
import { expect, test } from 'vitest';
import { mixingPolicies, type MixingPolicy } from '#mixing/index.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { PolicySegment } from '#lab/training/runSettings.ts';
import type { TrainerOptions } from '#lab/training/trainer.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { quickSettings } from './quickSettings.ts';
import { tinySettings, tinySkills } from '../engine/tinyRun.ts';
import { openTrainer, segment, trainTo } from '../../support/tinyTrainer.ts';

const device = await openNodeDevice();

const steps = 10;
const evaluation = { every: 5, examples: 2, finalExamples: 2, samples: 0 };
const open = (policy: readonly PolicySegment[], options?: Partial<TrainerOptions>) =>
	openTrainer(device, tinySettings(policy, { steps, evaluation }), options);

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
			segment(0, 'uniform'),
			{ fromStep: 2, ...there },
			{ fromStep: 5, ...away },
			{ fromStep: 8, ...there },
		];
		const whole = await open(planned);
		const expected = await trainTo(whole, steps);
		const state = await whole.state();
		whole.dispose();

		const byHand = await open(planned.slice(0, 1));
		const events: RunEvent[] = [];
		for (const { fromStep, ...policy } of planned.slice(1)) {
			events.push(...(await trainTo(byHand, fromStep)));
			byHand.switchPolicy(policy);
			events.push({ type: 'policySwitched', step: fromStep, ...policy });
		}
		events.push(...(await trainTo(byHand, steps)));
		// The caller reports a manual switch; the loop reports a planned one.
		expect(events).toEqual(expected);
		expect((await byHand.state()).weights).toEqual(state.weights);
		byHand.dispose();

		// Saved between the switches and resumed.
		const first = await open(planned);
		const before = await trainTo(first, 7);
		const restored = structuredClone(await first.state());
		first.dispose();
		const second = await open(planned, { restored });
		expect([...before, ...(await trainTo(second, steps))]).toEqual(expected);
		second.dispose();
	},
);
