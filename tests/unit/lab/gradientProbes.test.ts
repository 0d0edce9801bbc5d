/** LESS in real runs: the rows that it chooses, their cost, and an interruption. */
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
