/** Recipe of each shipped model: shape, initial weights, examples, optimizer and schedule. */
import { randomStream } from '../../src/engine/core/random.ts';
import { pretrainingExample } from '../../scripts/lib/pretraining/text.ts';
import { tutorExample } from '../../scripts/lib/pretraining/tutoring.ts';
import type { Example } from '../../src/engine/data/example.ts';
import type { TensorSpec } from '../../src/engine/model/tensors.ts';
import { initialWeights } from '../../scripts/lib/pretraining/initialWeights.ts';
import type { Optimizer, Schedule } from '../../src/engine/training/settings.ts';
import { baseConfig, baseConfigs, type BaseConfig } from '../../scripts/lib/baseConfig.ts';
import { modelCard, tutorCard, type Pretraining } from './modelCard.ts';
import { readModelOnDisk } from '../../scripts/lib/modelOnDisk.ts';

interface Recipe {
	readonly config: BaseConfig;
	/** Its start is the model in the folder `from`. */
	readonly continues?: true;
	/** Initial weights: a pure function of the seed, or the weights in the folder `from`. */
	readonly start: (specs: readonly TensorSpec[], seed: number, from: string) => Float32Array;
	/** Training example number `index`. */
	readonly example: (seed: number, index: number) => Example;
	readonly steps: number;
	readonly optimizer: Optimizer;
	readonly schedule: (steps: number) => Schedule;
	readonly card: (training: Pretraining, parameters: number) => string;
}

const optimizer = { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, clip: 1, accumulation: 1 };

const pretrained = (config: BaseConfig): Recipe => ({
	config,
	start: (specs, seed) => initialWeights(specs, randomStream(seed, 'initial weights')),
	example: pretrainingExample,
	steps: 5000,
	optimizer: { ...optimizer, learningRate: 3e-3, weightDecay: 0.1 },
	schedule: (steps) => ({ kind: 'cosine', warmup: 100 / steps, floor: 0.1 }),
	card: modelCard,
});

/** skillet-base trained on the built-in skills: an auxiliary model for measurements. */
const tutor: Recipe = {
	config: baseConfig,
	continues: true,
	start: (_specs, _seed, from) => readModelOnDisk(from).weights,
	example: tutorExample,
	steps: 800,
	optimizer: { ...optimizer, learningRate: 3e-3, weightDecay: 0.01 },
	schedule: () => ({ kind: 'linear', warmup: 0.1, floor: 0.02 }),
	card: tutorCard,
};

export const recipes: ReadonlyMap<string, Recipe> = new Map([
	...Object.entries(baseConfigs).map(([id, config]) => [id, pretrained(config)] as const),
	['skillet-tutor', tutor] as const,
]);

export const recipeIds: readonly string[] = [...recipes.keys()];
