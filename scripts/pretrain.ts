/**
 * npm run pretrain: trains a base model with the lab's own code and writes it to models/ in Hugging Face layout. It resumes
 * where it was ended. Options: --seed N (1), --steps N (2000), --id NAME (skillet-base), --out FOLDER (models).
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { randomStream } from '#core/random.ts';
import { layOut } from '#data/batch.ts';
import { pretrainingExample } from '#data/builtinSkills.ts';
import { encodeExamples } from '#data/encode.ts';
import { llama } from '#model/architectures/llama.ts';
import { tensorSpecs } from '#model/architecture.ts';
import { decoderOnDevice } from '#model/decoder.ts';
import { initialWeights } from '#model/initialise.ts';
import { batchGradient } from '#training/gradient.ts';
import {
	decayMask,
	disposeState,
	downloadState,
	freshState,
	optimizerStep,
	uploadState,
	type HostState,
} from '#training/optimizer.ts';
import { learningRateAt } from '#training/schedule.ts';
import { baseConfig, baseTokenizer, decoderConfig } from './baseConfig.ts';
import { writeBaseModel, writeModelIndex } from './baseModel.ts';
import { openNodeDevice } from './nodeDevice.ts';

const { values: options } = parseArgs({
	options: {
		seed: { type: 'string', default: '1' },
		steps: { type: 'string', default: '2000' },
		id: { type: 'string', default: 'skillet-base' },
		out: { type: 'string', default: 'models' },
	},
});
const [seed, steps] = [Number(options.seed), Number(options.steps)];
const batchSize = 32;
const saveEvery = 100;
const optimizer = { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0.1, clip: 1 };
const schedule = { kind: 'cosine', warmup: 100 / steps, floor: 0.1 } as const;
/** Low, with strong decay and small starting weights: a base of small norms learns more in the next 300 steps (docs/skills.md). */
const peakRate = 1e-3;

await openNodeDevice();
const decoder = decoderOnDevice(decoderConfig, tensorSpecs(llama, decoderConfig));
const saved = join('.cache', 'pretrain', `${options.id}-seed${seed}-of${steps}.bin`);
const started = loadProgress(saved);
let host =
	started?.state ??
	freshState(initialWeights(decoder.specs, randomStream(seed, 'initial weights')));
let state = uploadState(host);
let seconds = started?.seconds ?? 0;
let tokens = started?.tokens ?? 0;
let recent = 0;
const mask = decayMask(decoder.specs);
console.log(
	`${options.id}: seed ${seed}, steps ${(started?.step ?? 0) + 1} to ${steps}, ${mask.size} parameters`,
);

for (let step = (started?.step ?? 0) + 1; step <= steps; step++) {
	const before = performance.now();
	const examples = Array.from({ length: batchSize }, (_, i) =>
		pretrainingExample(seed, (step - 1) * batchSize + i),
	);
	const set = encodeExamples(examples, baseTokenizer, decoderConfig.context);
	const batch = layOut(
		Array.from({ length: batchSize }, (_, index) => ({ set, index })),
		'packed',
	);
	const { gradient, losses } = await batchGradient(decoder, state.weights, [batch]);
	const learningRate = learningRateAt(step, steps, peakRate, schedule);
	const { next } = await optimizerStep(state, gradient, mask, optimizer, { learningRate, step });
	tf.dispose(gradient);
	disposeState(state);
	state = next;
	tokens += set.tokens.length;
	seconds += (performance.now() - before) / 1000;
	recent += losses.reduce((sum, loss) => sum + loss, 0) / batchSize / saveEvery;
	if (step % saveEvery === 0 || step === steps) {
		host = await downloadState(state);
		saveProgress(saved, { step, seconds, tokens, state: host });
		console.log(
			`step ${step} of ${steps}: loss ${recent.toFixed(4)} nats per token, ${((1000 * seconds) / step).toFixed(0)} ms per step`,
		);
		recent = 0;
	}
}
writeBaseModel(join(options.out, options.id), host.weights, {
	id: options.id,
	seed,
	steps,
	tokens,
	seconds,
	batchSize,
	peakRate,
	config: baseConfig,
});
writeModelIndex(options.out, options.id);
console.log(`written to ${join(options.out, options.id)}`);

interface Progress {
	readonly step: number;
	readonly seconds: number;
	readonly tokens: number;
	readonly state: HostState;
}
function saveProgress(file: string, { state, ...counters }: Progress): void {
	mkdirSync(join('.cache', 'pretrain'), { recursive: true });
	const parts = [state.weights, state.firstMoments, state.secondMoments].map(
		(values) => new Uint8Array(values.buffer),
	);
	const header = Buffer.from(JSON.stringify(counters).padEnd(128, ' '));
	writeFileSync(`${file}.new`, Buffer.concat([header, ...parts]));
	renameSync(`${file}.new`, file);
}
function loadProgress(file: string): Progress | null {
	if (!existsSync(file)) return null;
	const bytes = readFileSync(file);
	const counters = JSON.parse(bytes.subarray(0, 128).toString()) as Omit<Progress, 'state'>;
	const all = new Float32Array(
		bytes.buffer.slice(bytes.byteOffset + 128, bytes.byteOffset + bytes.byteLength),
	);
	const third = all.length / 3;
	const [weights, firstMoments, secondMoments] = [0, 1, 2].map((i) =>
		all.slice(i * third, (i + 1) * third),
	);
	return {
		...counters,
		state: { weights: weights, firstMoments: firstMoments, secondMoments: secondMoments },
	};
}
