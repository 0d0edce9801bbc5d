/** Models in the shape of a config.json, which are planned or measured and know nothing. */
import { tensorSpecs } from '#engine/model/architecture.ts';
import { readConfig, type LoadedModel } from '#engine/model/folder.ts';
import { smolLm2 } from '#engine/training/trialShapes.ts';
import { baseTokenizer } from './baseConfig.ts';

/** Without weights. The tokenizer is that of the built-in skills. */
export function shapedModel(json: object): LoadedModel {
	const { architecture, config } = readConfig(JSON.stringify(json));
	const specs = tensorSpecs(architecture, config);
	return {
		architecture,
		config,
		specs,
		weights: new Float32Array(),
		parameterCount: specs.reduce((sum, { size }) => sum + size, 0),
		tokenizer: baseTokenizer,
		unread: [],
		texts: new Map(),
	};
}

/** With uniform weights: their numbers do not change the time. */
export function randomModel(json: object = smolLm2): LoadedModel {
	const model = shapedModel(json);
	const weights = new Float32Array(model.parameterCount);
	let state = 1;
	for (let i = 0; i < weights.length; i++) {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		weights[i] = (state / 2 ** 32 - 0.5) * 0.08;
	}
	return { ...model, weights };
}
