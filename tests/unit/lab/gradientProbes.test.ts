/** Policies by gradients in real runs: loss weights, rows chosen by LESS, cost and interruption. */
import { describe, expect, test } from 'vitest';
import { sum } from '#engine/core/statistics.ts';
import type { RunEvent, StepEvent } from '#lab/training/events.ts';
import type { TrainerOptions } from '#lab/training/trainer.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { openTrainer, segment, trainTo } from '../../support/tinyTrainer.ts';
import { tinySettings, tinySkills } from '../engine/tinyRun.ts';

const device = await openNodeDevice();
const listSteps = (events: readonly RunEvent[]): StepEvent[] =>
	events.filter((event): event is StepEvent => event.type === 'step');
const rows = sum(tinySkills.filter(({ use }) => use === 'train').map(({ train }) => train.count));

describe('FastMix', () => {
	const settings = tinySettings([segment(0, 'fastmix', { every: 2, rows: 4, rate: 0.3 })]);

	test('draws equally, and an example counts K times its skill’s weight', async () => {
		const trainer = await openTrainer(device, settings);
		const steps = listSteps(await trainTo(trainer, settings.steps));
		trainer.dispose();
		expect(steps[0].lossWeights).toEqual([1, 0, 1, 1]);
		for (const { weights, lossWeights } of steps)
			weights.forEach((weight, i) => expect(lossWeights![i]).toBeCloseTo(3 * weight, 12));
		const last = steps[steps.length - 1].weights;
		expect(Math.max(...last) - Math.min(...last.filter((weight) => weight > 0))).toBeGreaterThan(
			0.05,
		);
		expect(new Set(steps.map(({ weights }) => weights.join())).size).toBe(6);
	});

	test('resumes with the same bits', async () => {
		const whole = await openTrainer(device, settings);
		const events = listSteps(await trainTo(whole, settings.steps));
		const first = await openTrainer(device, settings);
		await trainTo(first, 5);
		const restored = structuredClone(await first.state());
		first.dispose();
		const second = await openTrainer(device, settings, { restored });
		expect(listSteps(await trainTo(second, settings.steps))).toEqual(events.slice(5));
		expect(await second.state()).toEqual(await whole.state());
		whole.dispose();
		second.dispose();
	});
});

describe('LESS', () => {
	const settings = tinySettings([
		segment(0, 'less', { targets: ['same'], share: 0.2, warmup: 0.3, epochs: 2, rows: 3 }),
	]);
	const open = (options: Partial<TrainerOptions> = {}) => openTrainer(device, settings, options);

	test('chooses rows of the target, and says what the choice cost', async () => {
		const trainer = await open();
		const events = await trainTo(trainer, settings.steps);
		trainer.dispose();
		// 12 of 39 rows in batches of 6 are 2 steps an epoch.
		expect(events.find(({ type }) => type === 'prepared')).toMatchObject({
			updates: 4,
			measured: 2 * 3 * (rows + 3),
		});
		const chosen = listSteps(events).flatMap(({ chosen }) => chosen!);
		expect(new Set(chosen.map(({ skill, row }) => `${skill} ${row}`)).size).toBe(8);
		// All 7 rows of the target have its answer, "yes".
		const ofTarget = chosen.filter(({ skill }) => tinySkills[skill].info.id === 'same');
		expect(ofTarget.length / chosen.length).toBeGreaterThan(0.8);
	});

	test('stops between two rows, and resumes to the same artefact', async () => {
		const whole = await open();
		await trainTo(whole, 1);
		const cut = new AbortController();
		let saves = 0;
		const trainer = await open({
			// The second checkpoint is then compared, a row at a time.
			onKept: () => {
				if (++saves === 1) setTimeout(() => cut.abort(new Error('cut')));
			},
		});
		await expect(trainer.next(1, cut.signal)).rejects.toThrow('cut');
		expect(saves).toBe(1);
		await trainTo(trainer, 1);
		expect(saves).toBe(2);
		expect(trainer.artefact).toEqual(whole.artefact);
		expect(await trainer.state()).toEqual(await whole.state());
		whole.dispose();
		trainer.dispose();
	});
});
