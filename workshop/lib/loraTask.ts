/** What bench:lora trains: SmolLM2 in shape on counting rows. */
import type { LoadedModel } from '../../src/engine/model/folder.ts';
import { smolLm2 } from '../../src/engine/training/trialShapes.ts';
import { randomModel } from '../../scripts/lib/shapedModel.ts';
import { countingRows } from '../entrants/countingRows.ts';

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
