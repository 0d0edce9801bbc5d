/** The order of rows from events, against the batches that the learner received. */
import { afterEach, expect, test, vi } from 'vitest';
import { Learner } from '#engine/training/Learner.ts';
import { rowOrder } from '#lab/features/runs/server/rowOrder.ts';
import type { StepEvent } from '#lab/training/events.ts';
import type { PolicySegment } from '#lab/training/runSettings.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { tinySettings, tinySkills } from '../engine/tinyRun.ts';
import { openTrainer, segment, trainTo } from '../../support/tinyTrainer.ts';

afterEach(() => vi.restoreAllMocks());

async function trained(policy: readonly PolicySegment[]) {
	const settings = tinySettings(policy, { steps: 12 });
	const device = await openNodeDevice();
	const send = vi.spyOn(Learner.prototype, 'send');
	const trainer = await openTrainer(device, settings);
	const events = await trainTo(trainer, settings.steps);
	trainer.dispose();
	const sent = send.mock.calls.slice(-settings.steps).flatMap(([batch], step) =>
		batch.map(({ set, index }, position) => {
			const skill = tinySkills.findIndex(({ train }) => train === set);
			return { step: step + 1, position, skill, row: index };
		}),
	);
	const steps = events.filter((event): event is StepEvent => event.type === 'step');
	return { steps, sent };
}

test.each<readonly [string, readonly PolicySegment[]]>([
	['chances', [segment(0, 'uniform')]],
	['MoS', [segment(0, 'mos', { interval: 2 })]],
	['replacement', [segment(0, 'mos', { replacement: true })]],
	[
		'rows of its own, between two others',
		[segment(0, 'odm'), segment(3, 'ifd'), segment(7, 'uniform')],
	],
	['a share of the rows', [segment(0, 'uniform', { within: 'random', withinShare: 0.5 })]],
])('are the rows of the batches: %s', async (_, policy) => {
	const { steps, sent } = await trained(policy);
	expect(rowOrder(steps)).toEqual(sent);
});

test('are not known for a run whose events do not name them', async () => {
	const { steps } = await trained([segment(0, 'uniform')]);
	const { batch: _, ...before } = steps[1];
	expect(rowOrder([steps[0], before])).toBe('The rows of step 2 are not in the run.');
});
