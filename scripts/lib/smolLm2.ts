/** A model in the shape of SmolLM2-135M with random weights, for benchmarks. */
import { tensorSpecs } from '#engine/model/architecture.ts';
import { findArchitecture } from '#engine/model/architectures.ts';
import { smolLm2 } from '#engine/training/trialShapes.ts';

/** Uniform weights: their numbers do not change the time. */
export function randomModel(layers = smolLm2.num_hidden_layers) {
	const architecture = findArchitecture('llama');
	const config = architecture.config({ ...smolLm2, num_hidden_layers: layers });
	const specs = tensorSpecs(architecture, config);
	const weights = new Float32Array(specs.reduce((sum, { size }) => sum + size, 0));
	let state = 1;
	for (let i = 0; i < weights.length; i++) {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		weights[i] = (state / 2 ** 32 - 0.5) * 0.08;
	}
	return { architecture, config, specs, weights };
}
