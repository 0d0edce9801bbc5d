/** Initial weights of a base model (docs/guide/skills.md): normal, scaled by the input width. */
import { normal, type RandomStream } from '#engine/core/random.ts';
import type { TensorSpec } from '#engine/model/tensors.ts';

/** A constant for embeddings; c / √fan-in for matrices, with a smaller c before a residual sum. */
function standardDeviation({ role, shape }: TensorSpec): number {
	const fanIn = shape[1] ?? 1;
	const part = role.split('.').at(-1);
	switch (part) {
		case 'embedding':
		case 'head':
			return 0.03;
		case 'query':
		case 'key':
		case 'value':
			return 0.5 / Math.sqrt(fanIn);
		case 'gate':
		case 'up':
			return 0.7 / Math.sqrt(fanIn);
		default:
			return 0.3 / Math.sqrt(fanIn);
	}
}

/** All tensors in one vector. Norm gains are 1. */
export function initialWeights(specs: readonly TensorSpec[], random: RandomStream): Float32Array {
	const weights = new Float32Array(specs.reduce((sum, { size }) => sum + size, 0));
	for (const spec of specs) {
		const { offset, size, shape } = spec;
		if (shape.length === 1) {
			weights.fill(1, offset, offset + size);
			continue;
		}
		const scale = standardDeviation(spec);
		const draws = random.child(spec.role);
		for (let i = 0; i < size; i++) weights[offset + i] = scale * normal(draws, i);
	}
	return weights;
}
