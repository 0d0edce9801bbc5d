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

/** SmolLM2-135M's shape with uniform weights: their numbers do not change the time. */
export function randomModel(layers = smolLm2.num_hidden_layers): LoadedModel {
	const model = shapedModel({ ...smolLm2, num_hidden_layers: layers });
	const weights = new Float32Array(model.parameterCount);
	let state = 1;
	for (let i = 0; i < weights.length; i++) {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		weights[i] = (state / 2 ** 32 - 0.5) * 0.08;
	}
	return { ...model, weights };
}
