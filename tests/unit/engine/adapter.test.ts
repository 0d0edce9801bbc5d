/** Runs that train an adapter beside frozen weights. */
import { describe, expect, test } from 'vitest';
import { makeAdapter, mergedWeights } from '#engine/model/adapters.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { collectWeights } from '#engine/model/folder.ts';
import { gradientProgram } from '#engine/training/gradient.ts';
import type { RunSettings } from '#lab/training/runSettings.ts';
import type { TrainerOptions } from '#lab/training/trainer.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { expectPredicted } from '../../support/memoryRun.ts';
import { withoutClock } from '../../support/withoutClock.ts';
import { quickSettings } from '../lab/quickSettings.ts';
import { tinyModel, tinySettings } from './tinyRun.ts';
import { adapterTensors } from '../../../scripts/lib/memoryFolder.ts';
import { openTrainer, segment, trainTo } from '../../support/tinyTrainer.ts';

const device = await openNodeDevice();

const adapter = { rank: 2, alpha: 4, targets: 'all-linear' as const };
const from = (id: string, settings = {}) => [segment(0, id, settings)];
const lora = (changes: Partial<RunSettings> = {}) =>
	tinySettings(from('uniform'), { steps: 6, adapter, ...changes });
const open = (settings: RunSettings, options?: Partial<TrainerOptions>) =>
	openTrainer(device, settings, options);

/** Trains to the end: the events, the state, and two answers. */
async function run(settings: RunSettings, options?: Partial<TrainerOptions>) {
	const trainer = await open(settings, options);
	const events = withoutClock(await trainer.start());
	events.push(...(await trainTo(trainer, settings.steps)));
	const state = await trainer.state();
	const answers = [];
	for (const which of ['base', 'tuned'] as const)
		answers.push((await trainer.generate('copy a1=', which, { maxTokens: 8 })).text);
	trainer.dispose();
	return { events, state, answers };
}

describe('a run with an adapter', () => {
	test('its state is the adapter, and the base answers as before', async () => {
		const { state, answers, events } = await run(lora());
		const size = makeAdapter(tinyModel, adapter).size;
		for (const name of ['weights', 'firstMoments', 'secondMoments'] as const)
			expect(state[name]).toHaveLength(size);
		const before = await run(
			lora({ steps: 1, schedule: { kind: 'constant', warmup: 0, floor: 0 } }),
		);
		expect(answers[0]).toBe(before.answers[0]);
		expect(answers[1]).not.toBe(answers[0]);
		// The first evaluation is that of the base.
		const plain = await open(tinySettings(from('uniform')));
		const [, evaluated] = withoutClock(await plain.start());
		expect(events[1]).toEqual(evaluated);
		plain.dispose();
	});

	test.each([0, 0.3])('it resumes bit for bit, with dropout %d', async (dropout) => {
		const settings = lora({
			adapter: { ...adapter, dropout },
			optimizer: { ...lora().optimizer, accumulation: 2 },
		});
		const whole = await run(settings);
		const trainer = await open(settings);
		while (trainer.step < 3) await trainer.next();
		const restored = await trainer.state();
		trainer.dispose();
		const rest = await run(settings, { restored });
		expect(rest.state).toEqual(whole.state);
		expect(rest.answers).toEqual(whole.answers);
	});

	test('dropout changes the training and no evaluation', async () => {
		const dropped = lora({ adapter: { ...adapter, dropout: 0.3 } });
		const [a, b] = [await run(lora()), await run(dropped)];
		expect(b.events[1]).toEqual(a.events[1]);
		expect(b.state.weights).not.toEqual(a.state.weights);
		const seeds = await run({ ...dropped, seed: 6 });
		expect(seeds.state.weights).not.toEqual(b.state.weights);
	});

	test('the merged weights answer as the model with its adapter', async () => {
		const { state, answers } = await run(
			lora({ optimizer: { ...lora().optimizer, learningRate: 0.05 } }),
		);
		const read = mergedWeights(tinyModel, state.weights, adapter);
		const weights = await collectWeights(tinyModel.specs, read);
		const merged = await open(tinySettings(from('uniform')), { model: { ...tinyModel, weights } });
		const { text } = await merged.generate('copy a1=', 'tuned', { maxTokens: 8 });
		expect(text).toBe(answers[1]);
		merged.dispose();
		const changed = adapterTensors(tinyModel, adapter, state.weights);
		expect(changed.every(({ values }) => values.some((value) => value !== 0))).toBe(true);
	});

	test('the memory is predicted', async () => {
		await expectPredicted(device, { settings: lora({ steps: 2 }) });
	});

	test.each(['mos', 'raise'])('%s measures, prepares and trains', async (id) => {
		const policy = from(id, quickSettings(id, 'copy'));
		const { state, events } = await run(lora({ policy, steps: 3 }));
		expect(state.step).toBe(3);
		expect(events.filter(({ type }) => type === 'step')).toHaveLength(3);
	});
});

test.each([false, true])(
	'no gradient of a frozen matrix is computed, also with recomputed activations (%s)',
	async (checkpointing) => {
		const settings = { rank: 3, alpha: 4 };
		const base = { adapter: makeAdapter(tinyModel, settings), weights: tinyModel.weights };
		const { config, specs } = tinyModel;
		const decoder = await DecoderOnDevice.open(device, config, specs, base);
		const shape = { packLength: 32, targets: 32, vocabulary: config.vocabulary };
		const { operations, values } = gradientProgram(decoder.plan({ checkpointing }), shape);
		const shapes = operations
			.filter(({ kernel }) => kernel.name === 'LinearWeightGradient')
			.map(({ outputs: [output] }) => values[output].shape.join('×'));
		const { width } = config;
		// A and B of queries and of values.
		expect(shapes.sort()).toEqual([`16×3`, `3×${width}`, `3×${width}`, `8×3`].sort());
		// Those of the last layer and of its result; the embedding has none.
		expect(operations.filter(({ kernel }) => kernel.name === 'ScatterRows')).toHaveLength(4);
		decoder.dispose();
	},
);
