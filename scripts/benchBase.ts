/**
 * `npm run bench:base`: the loss of held-out examples by the storage of a model's frozen matrices,
 * relative to 32 bits. Mean over 200 examples of each built-in skill. `--speed`: processor time of
 * training steps beside such a base instead, which other load changes little.
 */
import { builtinSkills, builtinSource } from '#data/builtinSkills.ts';
import { encodeSkill } from '#data/encode.ts';
import { randomStream } from '#core/random.ts';
import { lowest, mean } from '#core/statistics.ts';
import { asStored } from '#gpu/encodings.ts';
import { tensorSpecs } from '#model/architecture.ts';
import { llama } from '#model/architectures/llama.ts';
import type { LoadedModel } from '#model/folder.ts';
import { DecoderOnDevice } from '#model/decoderOnDevice.ts';
import { frozenParts, type BaseStorage } from '#model/frozenWeights.ts';
import { openModel } from '#training/learner.ts';
import { measure } from '#training/measure.ts';
import { freshStart } from '#training/modelStart.ts';
import { optimizer } from '../tests/bench/task.ts';
import { runScript } from './lib/browser.ts';
import { flag, readCommand, someOf } from './lib/command.ts';
import { readModelOnDisk } from './lib/modelOnDisk.ts';
import { openNodeDevice } from './lib/nodeDevice.ts';
import { initialWeights } from './lib/pretraining/initialWeights.ts';
import { smolLm2 } from './lib/smolLm2.ts';
import { table } from './lib/output.ts';

const models = [
	'skillet-small',
	'skillet-base',
	'skillet-medium',
	'skillet-large',
	'skillet-tutor',
];
const bases = ['bf16', 'int8', 'nf4'] as const;

const percent = (share: number): string => `${(100 * share).toFixed(3)} %`;

await runScript(async () => {
	const values = readCommand({
		name: 'npm run bench:base',
		purpose: 'Held-out loss by the storage of the frozen matrices, relative to 32 bits.',
		example: '--models skillet-base',
		options: {
			models: someOf(models, 'Shipped models'),
			speed: flag('Processor time of steps of an adapter, three layers as in SmolLM2-135M'),
		},
	});
	if (values.speed) return measureSpeed();
	const rows = [];
	for (const id of values.models) {
		const model = readModelOnDisk(`models/${id}`);
		const exact = await heldOutLoss(model, model.weights);
		const losses = [];
		for (const base of bases) losses.push(await heldOutLoss(model, rounded(model, base)));
		rows.push([id, exact.toFixed(4), ...losses.map((loss) => percent(loss / exact - 1))]);
	}
	console.log(table([['model', '32 bits', ...bases], ...rows]));
});

function rounded({ specs, weights }: LoadedModel, base: BaseStorage): Float32Array {
	const values = weights.slice();
	for (const { layout, storage } of frozenParts(specs, base))
		for (const { offset, size } of layout.tensors)
			values.set(asStored(storage, weights.subarray(offset, offset + size)), offset);
	return values;
}

async function heldOutLoss(model: LoadedModel, weights: Float32Array): Promise<number> {
	const device = await openNodeDevice(2);
	const decoder = await DecoderOnDevice.open(device, model.config, model.specs);
	const vector = await decoder.upload('weights', weights);
	const means: number[] = [];
	for (const { id } of builtinSkills) {
		const { heldOut } = await encodeSkill(builtinSource(id), 'train', model.tokenizer, 128);
		const examples = Array.from({ length: Math.min(200, heldOut.count) }, (_, index) => ({
			set: heldOut,
			index,
		}));
		means.push(mean([...(await measure(decoder, vector, examples)).losses]));
	}
	device.dispose();
	return mean(means);
}

/** Milliseconds of the processor, on one thread: the lowest of five steps of each in turn. */
async function measureSpeed(): Promise<void> {
	const { model_type: _, ...shape } = smolLm2;
	const config = llama.config({ ...shape, num_hidden_layers: 3, vocab_size: 4096 });
	const specs = tensorSpecs(llama, config);
	const model = {
		architecture: llama,
		config,
		specs,
		weights: initialWeights(specs, randomStream(1)),
	};
	const [count, context] = [4, 128];
	const settings = {
		optimizer: { ...optimizer, accumulation: 1 },
		batching: { size: count, context, layout: 'packed' as const },
		seed: 1,
	};
	const set = {
		count,
		tokens: Uint16Array.from({ length: count * (context + 1) }, (_, i) => (7 * i) % 4096),
		offsets: Uint32Array.from({ length: count + 1 }, (_, i) => i * (context + 1)),
		targets: new Uint8Array(count * (context + 1)).fill(1),
		promptLengths: new Uint32Array(count),
		noisy: new Uint8Array(count),
		cut: 0,
	};
	const examples = Array.from({ length: count }, (_, index) => ({ set, index }));
	const learners = [];
	for (const base of ['f32', ...bases] as const) {
		const adapter = { rank: 8, alpha: 16, targets: 'all-linear', base };
		const start = freshStart(model, { adapter, seed: 1 });
		const { learner } = await openModel(await openNodeDevice(), start, settings, {});
		learners.push({ base, learner, times: [] as number[] });
	}
	for (let step = 1; step <= 6; step++)
		for (const { learner, times } of learners) {
			const before = process.cpuUsage();
			await learner.step(examples, { learningRate: 1e-3, step });
			const { user, system } = process.cpuUsage(before);
			// The first step compiles.
			if (step > 1) times.push((user + system) / 1000);
		}
	console.table(learners.map(({ base, times }) => ({ base, milliseconds: lowest(times) })));
}
