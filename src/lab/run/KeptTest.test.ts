import { expect, it } from 'vitest';
import type { Experiment } from './experiment.ts';
import { controlFixture, experiment, never } from '../../../tests/support/runControl.ts';

/** How often the base model was evaluated. */
const count = ({ progress }: Awaited<ReturnType<typeof controlFixture>>): number =>
	progress.filter((label) => label === 'Evaluating').length;

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

it('another device tests again', async () => {
	const lab = await controlFixture();
	await lab.control.create('a', experiment, never);
	lab.devices.lose();
	lab.devices.backend = 'wasm';
	await lab.control.create('b', experiment, never);
	expect(count(lab)).toBe(2);
});
