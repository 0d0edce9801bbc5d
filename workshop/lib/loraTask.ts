/** What bench:lora trains: SmolLM2 in shape on counting rows, or a GGUF file on real rows. */
import type { EncodedExamples } from '../../src/engine/data/encoded.ts';
import type { LoadedModel } from '../../src/engine/model/folder.ts';
import { smolLm2 } from '../../src/engine/training/trialShapes.ts';
import { randomModel } from '../../scripts/lib/shapedModel.ts';
import { countingRows } from '../entrants/countingRows.ts';
import { openGgufOnDisk, readRealSkills } from './realModel.ts';

export interface LoraTask {
	readonly model: LoadedModel;
	/** As transformers reads it. */
	readonly config: object;
	/** Rows of each step. After the last batch comes the first. */
	readonly batches: readonly (readonly Row[])[];
	readonly context: number;
}

/** One token more than the model reads. The loss is on tokens with 1. */
interface Row {
	readonly tokens: readonly number[];
	readonly targets: readonly number[];
}

/** The first layers of SmolLM2-135M's shape; 4 rows of 128 tokens, with the loss on each. */
export function shapedTask(layers: number): LoraTask {
	const config = { ...smolLm2, num_hidden_layers: layers };
	const model = randomModel(config);
	const [rows, context] = [4, 128];
	const batches = Array.from({ length: 4 }, (_, batch) =>
		countingRows(rows, context + 1, model.config.vocabulary, 977 * batch).map((tokens) => ({
			tokens,
			targets: tokens.map(() => 1),
		})),
	);
	return { model, config, batches, context };
}

/** Each step has one row of each file, of at most 144 tokens, with the loss on its answer. */
export async function realTask(file: string, folder: string): Promise<LoraTask> {
	const model = await openGgufOnDisk(file);
	const context = 144;
	const skills = await readRealSkills(folder, model.tokenizer, context);
	const config = JSON.parse(model.texts.get('config.json')!) as object;
	const batches = Array.from({ length: 8 }, (_, step) =>
		skills.map(({ train }) => rowOf(train, step)),
	);
	return { model, config, batches, context };
}

function rowOf({ tokens, targets, offsets }: EncodedExamples, index: number): Row {
	const [first, end] = [offsets[index], offsets[index + 1]];
	return { tokens: [...tokens.subarray(first, end)], targets: [...targets.subarray(first, end)] };
}
