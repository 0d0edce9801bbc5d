/** `pretrain`: trains a shipped model with the lab's engine. */
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { encodeExamples } from '../src/engine/data/encode.ts';
import { llama } from '../src/engine/model/architectures/llama.ts';
import { tensorSpecs } from '../src/engine/model/architecture.ts';
import { InputError } from '../src/engine/core/errors.ts';
import { sha256Hex } from '../src/engine/core/hash.ts';
import type { JsonObject } from '../src/engine/core/json.ts';
import { asMessage } from '../src/engine/core/message.ts';
import { DecoderOnDevice } from '../src/engine/model/DecoderOnDevice.ts';
import { engineVersion } from '../src/engine/training/engineVersion.ts';
import { Learner } from '../src/engine/training/Learner.ts';
import { freshState, type HostState } from '../src/engine/training/optimizer.ts';
import { learningRateAt } from '../src/engine/training/RunEnd.ts';
import { baseTokenizer, readDecoderConfig } from '../scripts/lib/baseConfig.ts';
import { writeBaseModel, writeModelIndex } from './pretraining/baseModel.ts';
import {
	demandFolder,
	oneOf,
	outputFolder,
	readCommand,
	text,
	textOr,
	whole,
	wholeOr,
} from '../scripts/lib/command.ts';
import { openNodeDevice } from '../scripts/lib/nodeDevice.ts';
import { recipeIds, recipes } from './pretraining/recipes.ts';
import { readResumable, resumableName, writeResumable } from '../scripts/lib/resumable.ts';
import { writeBeside } from '../scripts/lib/writeBeside.ts';

const { id, seed, from, ...options } = readCommand({
	name: 'npm run --prefix workshop pretrain',
	purpose:
		"Trains a shipped model with the lab's engine and writes it in Hugging Face layout. " +
		'An interrupted call can be repeated and resumes.',
	example: '--id skillet-base --steps 200 --out /tmp/models',
	options: {
		id: oneOf(recipeIds, 'skillet-base', 'Model'),
		seed: wholeOr(1, 'Seed of the weights and the examples', { from: 0 }),
		steps: whole("Training steps (default: the recipe's)"),
		from: textOr('FOLDER', 'models/skillet-base', 'Model that skillet-tutor continues'),
		name: text('NAME', 'Name of the written model (default: the id)'),
		out: outputFolder('Folder of the models', 'models'),
		threads: wholeOr(availableParallelism(), 'Threads of the processor', { to: 64 }),
	},
});
const recipe = recipes.get(id)!;
const { config, optimizer } = recipe;
const name = options.name ?? id;
const steps = options.steps ?? recipe.steps;
const schedule = recipe.schedule(steps);
const peakRate = optimizer.learningRate;
const batchSize = 32;
const saveEvery = 100;
const progressFolder = join('.cache', 'pretrain');

demandFolder(progressFolder, 'The progress');
const folder = join(options.out, name);
demandSameModel();
const source = recipe.continues ? sha256Hex(readFrom('model.safetensors')) : null;

const device = await openNodeDevice(options.threads);
const decoderConfig = readDecoderConfig(config);
const specs = tensorSpecs(llama, decoderConfig);
const decoder = await DecoderOnDevice.open(device, decoderConfig, specs);
const parameters = specs.reduce((sum, { size }) => sum + size, 0);
/** A file of progress: three counters in float64, then weights and both moments in float32. */
const counterBytes = 24;
/** All that the weights depend on. */
const key: JsonObject = {
	engine: engineVersion,
	recipe: id,
	name,
	seed,
	steps,
	from: source,
	batchSize,
	config: { ...config },
	optimizer: { ...optimizer },
	schedule: { ...schedule },
};
const saved = join(progressFolder, resumableName(name, key, 'bin'));
const started = loadProgress();
let host = started?.state ?? freshState(startWeights());
const learner = await Learner.open(decoder, host, optimizer, {
	size: batchSize,
	context: decoderConfig.context,
	layout: 'packed',
});
let seconds = started?.seconds ?? 0;
let tokens = started?.tokens ?? 0;
let recent = { loss: 0, steps: 0 };
const trained = started?.step ?? 0;
const range =
	trained === steps ? `all ${steps} steps are trained` : `steps ${trained + 1} to ${steps}`;
console.log(`${name}: seed ${seed}, ${range}, ${parameters} parameters, ${device.report.name}`);

for (let step = trained + 1; step <= steps; step++) {
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
		saveProgress({ step, seconds, tokens, state: host });
		console.log(
			`step ${step} of ${steps}: loss ${(recent.loss / recent.steps).toFixed(4)} nats per token, ` +
				`${((1000 * seconds) / step).toFixed(0)} ms per step`,
		);
		recent = { loss: 0, steps: 0 };
	}
}
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
if (!existsSync(card)) writeBeside(card, recipe.card(training, host.weights.length));
writeModelIndex(options.out, 'skillet-base');
console.log(`written to ${folder}`);
device.dispose();

interface Progress {
	readonly step: number;
	readonly seconds: number;
	readonly tokens: number;
	readonly state: HostState;
}
function saveProgress({ step, seconds, tokens, state }: Progress): void {
	const counters = Float64Array.of(step, seconds, tokens);
	const values = [counters, state.weights, state.firstMoments, state.secondMoments];
	const parts = values.map(({ buffer, byteOffset, byteLength }) => {
		return new Uint8Array(buffer, byteOffset, byteLength);
	});
	writeResumable(saved, key, ...parts);
}
function loadProgress(): Progress | null {
	const content = readResumable(saved, key);
	if (!content) return null;
	const [step, seconds, tokens] = new Float64Array(content.buffer, 0, 3);
	const [weights, firstMoments, secondMoments] = [0, 1, 2].map(
		(i) => new Float32Array(content.buffer, counterBytes + 4 * i * parameters, parameters),
	);
	return { step, seconds, tokens, state: { weights, firstMoments, secondMoments } };
}

/** A file of the model that `--from` names. Throws InputError. */
function readFrom(file: string): Uint8Array {
	const at = join(from, file);
	if (existsSync(at)) return readFileSync(at);
	throw new InputError(asMessage(`--from: ${from} has no ${file}. Name the folder of a model.`));
}
/** Throws InputError if the model of `--from` has another shape. */
function startWeights(): Float32Array {
	const weights = recipe.start(specs, seed, from);
	if (weights.length === parameters) return weights;
	throw new InputError(
		asMessage(
			`--from: ${from} has ${weights.length} parameters, and ${id} has ${parameters}. ` +
				`Name a model of the same shape.`,
		),
	);
}
/** Throws InputError if another recipe's model would be replaced. */
function demandSameModel(): void {
	const file = join(folder, 'training.json');
	if (!existsSync(file)) return;
	const before = JSON.parse(readFileSync(file, 'utf8')) as { id?: string; recipe?: string };
	const recipeBefore = before.recipe ?? before.id;
	if (recipeBefore === id) return;
	throw new InputError(
		asMessage(
			`${folder} has a model of --id ${recipeBefore}, and this one has --id ${id}. ` +
				`Choose another --name or --out, or delete that folder.`,
		),
	);
}
