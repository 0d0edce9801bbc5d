/** `npm run pretrain`: trains a shipped model with the lab's engine. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { encodeExamples } from '#engine/data/encode.ts';
import { llama } from '#engine/model/architectures/llama.ts';
import { tensorSpecs } from '#engine/model/architecture.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { Learner } from '#engine/training/Learner.ts';
import { freshState, type HostState } from '#engine/training/optimizer.ts';
import { learningRateAt } from '#engine/training/RunEnd.ts';
import { baseTokenizer, readDecoderConfig } from './lib/baseConfig.ts';
import { writeBaseModel, writeModelIndex } from './lib/baseModel.ts';
import { oneOf, outputFolder, readCommand, text, textOr, whole, wholeOr } from './lib/command.ts';
import { openNodeDevice } from './lib/nodeDevice.ts';
import { findRecipe, recipeIds } from './lib/recipes.ts';

const { id, seed, from, ...options } = readCommand({
	name: 'npm run pretrain',
	purpose:
		"Trains a shipped model with the lab's engine and writes it in Hugging Face layout. " +
		'An interrupted call can be repeated and resumes.',
	example: '--id skillet-base --steps 200 --out /tmp/models',
	options: {
		id: oneOf(recipeIds, 'skillet-base', 'Model'),
		seed: wholeOr(1, 'Seed of the weights and the examples', { from: 0 }),
		steps: whole("Training steps (default: the recipe's)"),
		from: textOr(
			'FOLDER',
			'models/skillet-base',
			'Model that skillet-tutor continues',
		),
		name: text('NAME', 'Name of the written model (default: the id)'),
		out: outputFolder('Folder of the models', 'models'),
		threads: wholeOr(availableParallelism(), 'Threads of the processor', { to: 64 }),
	},
});
const recipe = findRecipe(id);
const { config, optimizer } = recipe;
const name = options.name ?? id;
const steps = options.steps ?? recipe.steps;
const schedule = recipe.schedule(steps);
const peakRate = optimizer.learningRate;
const batchSize = 32;
const saveEvery = 100;

const device = await openNodeDevice(options.threads);
const decoderConfig = readDecoderConfig(config);
const specs = tensorSpecs(llama, decoderConfig);
const decoder = await DecoderOnDevice.open(device, decoderConfig, specs);
const saved = join('.cache', 'pretrain', `${name}-seed${seed}-of${steps}.bin`);
const started = loadProgress(saved);
let host = started?.state ?? freshState(recipe.start(specs, seed, from));
const learner = await Learner.open(decoder, host, optimizer, {
	size: batchSize,
	context: decoderConfig.context,
	layout: 'packed',
});
let seconds = started?.seconds ?? 0;
let tokens = started?.tokens ?? 0;
let recent = { loss: 0, steps: 0 };
console.log(
	`${name}: seed ${seed}, steps ${(started?.step ?? 0) + 1} to ${steps}, ` +
		`${host.weights.length} parameters, ${device.report.name}`,
);

for (let step = (started?.step ?? 0) + 1; step <= steps; step++) {
	const before = performance.now();
	const examples = Array.from({ length: batchSize }, (_, i) =>
		recipe.example(seed, (step - 1) * batchSize + i),
	);
	const set = encodeExamples(examples, baseTokenizer, decoderConfig.context);
	const { losses } = await learner.step(
		examples.map((_, index) => ({ set, index })),
		{ learningRate: learningRateAt(step, steps, peakRate, schedule), step },
	);
	tokens += set.tokens.length;
	seconds += (performance.now() - before) / 1000;
	recent.loss += losses.reduce((sum, loss) => sum + loss, 0) / batchSize;
	recent.steps++;
	if (step % saveEvery === 0 || step === steps) {
		host = await learner.state();
		saveProgress(saved, { step, seconds, tokens, state: host });
		console.log(
			`step ${step} of ${steps}: loss ${(recent.loss / recent.steps).toFixed(4)} nats per token, ` +
				`${((1000 * seconds) / step).toFixed(0)} ms per step`,
		);
		recent = { loss: 0, steps: 0 };
	}
}
const folder = join(options.out, name);
const training = {
	id: name,
	recipe: id,
	from,
	seed,
	steps,
	tokens,
	seconds,
	batchSize,
	peakRate,
	device: device.report.name,
	config,
};
writeBaseModel(folder, config, host.weights, training);
// Keep an existing card: it can contain later measurements.
const card = join(folder, 'README.md');
if (!existsSync(card)) writeFileSync(card, recipe.card(training, host.weights.length));
writeModelIndex(options.out, 'skillet-base');
console.log(`written to ${folder}`);
device.dispose();

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
	return { ...counters, state: { weights, firstMoments, secondMoments } };
}
