import { expect, it } from 'vitest';
import type { Experiment } from './experiment.ts';
import { controlFixture, curve, experiment, never } from '../../../tests/support/runControl.ts';

/** How often the base model was evaluated. */
const count = ({ progress }: Awaited<ReturnType<typeof controlFixture>>): number =>
	progress.filter((label) => label === 'Evaluating').length;

it('gives the events of step 0 and stores nothing; its run is equal, bit for bit', async () => {
	const lab = await controlFixture();
	const { control, stores, trainer, events, until } = lab;
	const tested = await control.test('r', experiment, never);
	expect(tested!.map(({ type }) => type)).toContain('evaluation');
	expect([await stores.runs.list(), events, trainer.alive()]).toEqual([[], [], 0]);
	await control.create('r', experiment, never);
	expect(count(lab)).toBe(1);
	expect(events.slice(0, tested!.length)).toEqual(tested);
	(await control.opened('r', never)).play({ kind: 'full' });
	await until('finished');

	const alone = await controlFixture();
	await alone.control.create('r', experiment, never);
	(await alone.control.opened('r', never)).play({ kind: 'full' });
	await alone.until('finished');
	expect(curve(events)).toEqual(curve(alone.events));
});

it('goes on for a run that waits for it, and that can be cancelled', async () => {
	const lab = await controlFixture();
	const { control, trainer, stores } = lab;
	const tested = control.test('r', experiment, never);
	const aborter = new AbortController();
	const cancelled = control.create('a', experiment, aborter.signal);
	aborter.abort(new DOMException('Cancelled.', 'AbortError'));
	await expect(cancelled).rejects.toThrow('Cancelled');
	await control.create('b', experiment, never);
	expect((await tested)!.length).toBeGreaterThan(0);
	expect([count(lab), trainer.alive()]).toEqual([1, 1]);
	expect((await stores.runs.list()).map(({ id }) => id)).toEqual(['b']);
});

it('ends for another test, and for a run with another test', async () => {
	const { control, trainer } = await controlFixture();
	const first = control.test('a', experiment, never);
	const second = control.test('b', experiment, never);
	await expect(first).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
	const batching = { ...experiment.batching, context: 32 };
	const created = control.create('b', { ...experiment, batching }, never);
	await expect(second).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
	await created;
	expect(trainer.alive()).toBe(1);
});

const other: Experiment = {
	...experiment,
	policy: [{ fromStep: 0, id: 'proportional', settings: {} }],
	steps: 10,
	seed: 7,
	optimizer: { ...experiment.optimizer, learningRate: 1e-4 },
};

it('runs that differ in policy, length, seed and rate begin with one test', async () => {
	const lab = await controlFixture();
	await lab.control.create('a', experiment, never);
	await lab.control.create('b', other, never);
	expect(count(lab)).toBe(1);
	const [a, b] = await Promise.all(['a', 'b'].map((id) => lab.control.events(id)));
	expect(a.map(({ type }) => type)).toContain('evaluation');
	expect(b).toEqual(a);
});

it.each<[string, Partial<Experiment>]>([
	['model', { model: { id: 'base', sha256: 'b'.repeat(64) } }],
	['number of rows', { evaluation: { ...experiment.evaluation, examples: 2 } }],
	['context', { batching: { ...experiment.batching, context: 32 } }],
])('another %s is tested again', async (_, change) => {
	const lab = await controlFixture();
	await lab.control.create('a', experiment, never);
	await lab.control.create('b', { ...experiment, ...change }, never);
	expect(count(lab)).toBe(2);
});
