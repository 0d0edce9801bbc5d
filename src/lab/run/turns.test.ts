/** Runs that are open beside each other: the order of their steps, a failure, a lost device. */
import { expect, it } from 'vitest';
import type { RunEvent } from '#lab/training/events.ts';
import type { Runs } from './Runs.ts';
import { controlFixture, curve, experiment, never } from '../../../tests/support/runControl.ts';
import { lastStepOfTurn } from './turns.ts';
import type { RunStatusWith, RunWatcher } from './runStatus.ts';

it('the run with the fewest steps is next, and the first of equals', () => {
	const run = (step: number, training = true, turnSteps = 1) => ({ step, training, turnSteps });
	const turns = (...open: ReturnType<typeof run>[]) =>
		open.map((run) => lastStepOfTurn(run, open) - run.step);
	expect(turns(run(3))).toEqual([Infinity]);
	expect(turns(run(3), run(3), run(3))).toEqual([1, 0, 0]);
	expect(turns(run(4), run(3), run(3))).toEqual([0, 1, 0]);
	expect(turns(run(4), run(4), run(3))).toEqual([0, 0, 1]);
	// A run that is behind catches up at once; a paused run holds nobody up.
	expect(turns(run(7), run(2), run(7))).toEqual([-4, 5, -5]);
	expect(turns(run(7), run(2, false), run(7)).filter((_, i) => i !== 1)).toEqual([1, 0]);
});

it('a turn has as many steps as the device that takes the fewest', () => {
	const run = (step: number, turnSteps: number) => ({ step, training: true, turnSteps });
	const turns = (...open: ReturnType<typeof run>[]) =>
		open.map((run) => lastStepOfTurn(run, open) - run.step);
	expect(turns(run(8, 4), run(8, 4))).toEqual([4, 0]);
	expect(turns(run(10, 4), run(8, 4))).toEqual([2, 0]);
	expect(turns(run(12, 4), run(8, 4))).toEqual([0, 4]);
	expect(turns(run(8, 4), run(8, 1))).toEqual([1, 0]);
});

it.each([1, 4])('some run can always train: turns of %i', (turnSteps) => {
	const steps = Array.from({ length: 9 }, (_, i) => i);
	for (const a of steps)
		for (const b of steps)
			for (const c of steps) {
				const open = [a, b, c].map((step) => ({ step, training: true, turnSteps }));
				expect(open.some((run) => lastStepOfTurn(run, open) > run.step)).toBe(true);
			}
});

const ids = ['a', 'b', 'c'];
const seeded = (id: string) => ({ ...experiment, seed: ids.indexOf(id) });

async function lanes() {
	const lab = await controlFixture();
	const order: string[] = [];
	const eventsByRun = new Map<string, RunEvent[]>(ids.map((id) => [id, []]));
	const ended: Promise<RunStatusWith<Error>>[] = [];
	for (const id of ids) {
		let end: (status: RunStatusWith<Error>) => void;
		ended.push(new Promise((resolve) => (end = resolve)));
		const watcher: RunWatcher = {
			events(events) {
				eventsByRun.get(id)!.push(...events);
				for (const { type, step } of events) if (type === 'step') order.push(`${id}${step}`);
			},
			status: (status) => ['finished', 'failed'].includes(status.kind) && end(status),
			progress: () => undefined,
			progressEnded: () => undefined,
		};
		await lab.control.create(id, seeded(id), never, { watcher, beside: ids });
	}
	return { ...lab, order, eventsByRun, ended: Promise.all(ended) };
}
async function playAll(control: Runs): Promise<void> {
	for (const id of ids) (await control.opened(id, never)).play({ kind: 'full' });
}
async function alone(id: string): Promise<RunEvent[]> {
	const { control, until, events } = await controlFixture();
	await control.create(id, seeded(id), never);
	const finished = until('finished');
	(await control.opened(id, never)).play({ kind: 'full' });
	await finished;
	return curve(events);
}

it('runs beside each other take turns of four steps, and each equals its run alone', async () => {
	const { control, order, eventsByRun, ended } = await lanes();
	await playAll(control);
	await ended;
	const { steps } = experiment;
	const all = Array.from({ length: steps }, (_, i) => i + 1);
	const blocks = all
		.filter((step) => step % 4 === 1)
		.map((first) => all.slice(first - 1, first + 3));
	expect(order).toEqual(
		blocks.flatMap((block) => ids.flatMap((id) => block.map((step) => `${id}${step}`))),
	);
	for (const id of ids) expect(curve(eventsByRun.get(id)!)).toEqual(await alone(id));
});

it('a run that fails ends alone, and a lost device changes no run', async () => {
	const { control, trainer, devices, eventsByRun, ended } = await lanes();
	const counts = new Map<string, number>();
	trainer.meddle = (what) => {
		counts.set(what, (counts.get(what) ?? 0) + 1);
		if (what === 'next 4' && counts.get(what) === 2) devices.lose();
		// The first run comes first to this step.
		if (what === 'next 8' && counts.get(what) === 1) throw new Error('broken');
	};
	await playAll(control);
	expect((await ended).map(({ kind }) => kind)).toEqual(['failed', 'finished', 'finished']);
	expect(devices.opened).toBe(2);
	for (const id of ['b', 'c']) expect(curve(eventsByRun.get(id)!)).toEqual(await alone(id));
});

it('another run closes all that are open beside each other, each with a checkpoint', async () => {
	const { control, stores, trainer } = await lanes();
	await playAll(control);
	await control.create('other', experiment, never);
	expect(trainer.alive()).toBe(1);
	for (const id of ids) {
		const { step } = (await stores.runs.get(id))!;
		expect((await stores.runs.checkpoint(id))?.step).toBe(step);
		expect(await control.ifOpen(id)).toBeNull();
	}
	expect((await control.ifOpen('other'))?.step).toBe(0);
});
