/** The shipped model, and 200 steps of training it, against PyTorch and transformers: values made by llama.py. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import type { EncodedExamples } from '#data/encoded.ts';
import { measure } from '#evaluation/measure.ts';
import { DecoderOnDevice } from '#model/decoderOnDevice.ts';
import { Learner } from '#training/learner.ts';
import { freshState } from '#training/optimizer.ts';
import { learningRateAt } from '#training/schedule.ts';
import { readModelOnDisk } from '../../scripts/modelOnDisk.ts';
import { openNodeDevice } from '../../scripts/nodeDevice.ts';

vi.setConfig({ testTimeout: 300_000 });

const read = (file: string): unknown =>
	JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
const golden = read('llama.json') as { before: number[]; losses: number[]; norms: number[] };
const examples = read('llama.examples.json') as { tokens: number[]; promptLength: number }[];
const model = readModelOnDisk(path.join('models', 'skillet-base'));

const offsets = [0];
for (const { tokens } of examples) offsets.push(offsets[offsets.length - 1] + tokens.length);
const set: EncodedExamples = {
	count: examples.length,
	tokens: Uint16Array.from(examples.flatMap(({ tokens }) => tokens)),
	offsets: Uint32Array.from(offsets),
	targets: Uint8Array.from(
		examples.flatMap(({ tokens, promptLength }) =>
			tokens.map((_, i) => (i >= promptLength ? 1 : 0)),
		),
	),
	promptLengths: Uint32Array.from(examples, ({ promptLength }) => promptLength),
	noisy: new Uint8Array(examples.length),
	cut: 0,
};
const worstRelative = (actual: ArrayLike<number>, expected: readonly number[]): number =>
	Math.max(...expected.map((value, i) => Math.abs(actual[i] - value) / Math.abs(value)));

const openDecoder = async () =>
	DecoderOnDevice.open(await openNodeDevice(), model.config, model.specs);

test('the shipped model gives each of 64 examples the loss that transformers gives it', async () => {
	const decoder = await openDecoder();
	const weights = await decoder.uploaded('weights', model.weights);
	const addresses = examples.map((_, index) => ({ set, index }));
	const { losses } = await measure(decoder, weights, addresses);
	expect(losses).toHaveLength(golden.before.length);
	expect(worstRelative(losses, golden.before)).toBeLessThan(1e-4);
});

/** A rate at which rounding does not grow into another run: at 3e-3 two float32 programs part after some 30 steps. */
test.each(['packed', 'padded'] as const)(
	'200 steps of AdamW have the losses of PyTorch, %s',
	async (layout) => {
		const optimizer = {
			learningRate: 5e-4,
			beta1: 0.9,
			beta2: 0.98,
			epsilon: 1e-8,
			weightDecay: 0.01,
			clip: 1,
			accumulation: 1,
		};
		const steps = golden.losses.length;
		expect(steps).toBe(200);
		const decoder = await openDecoder();
		const learner = await Learner.open(decoder, freshState(model.weights.slice()), optimizer, {
			size: 8,
			context: 512,
			layout,
		});
		const losses: number[] = [];
		const norms: number[] = [];
		for (let step = 1; step <= steps; step++) {
			const batch = Array.from({ length: 8 }, (_, i) => ({
				set,
				index: ((step - 1) * 40 + 9 * i) % examples.length,
			}));
			const learningRate = learningRateAt(step, steps, optimizer.learningRate, {
				kind: 'linear',
				warmup: 0.1,
				floor: 0.02,
			});
			const result = await learner.step(batch, { learningRate, step });
			losses.push(result.losses.reduce((sum, loss) => sum + loss, 0) / result.losses.length);
			norms.push(result.gradientNorm!);
		}
		learner.dispose();
		expect(worstRelative(norms, golden.norms), 'gradient norms').toBeLessThan(1e-3);
		expect(worstRelative(losses, golden.losses)).toBeLessThan(1e-3);
	},
);
