/**
 * Adam (Kingma & Ba, arXiv 1412.6980, Alg. 1) as torch.optim.Adam: double precision, flat arrays,
 * for policies' small networks. θ, g, m, v [parameters], t from 1:
 *
 *     m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²
 *     θ ← θ − η (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)     ε 1e-8
 */
import type * as v from 'valibot';
import { count, floats, objectOf } from './storedData.ts';

const standard = [0.9, 0.999] as const;
/** Added to the root of the second moment. */
const epsilon = 1e-8;

export interface AdamState {
	/** Number of steps done. */
	readonly steps: number;
	/** Running means of the gradient and of its square, one number per parameter. */
	readonly first: Float64Array;
	readonly second: Float64Array;
}
export const adamSchema: v.GenericSchema<unknown, AdamState> = objectOf({
	steps: count,
	first: floats,
	second: floats,
});

export const newAdam = (parameters: number): AdamState => ({
	steps: 0,
	first: new Float64Array(parameters),
	second: new Float64Array(parameters),
});

/** One step down the gradient. */
export function adamStep(
	parameters: Float64Array,
	gradient: Float64Array,
	state: AdamState,
	learningRate: number,
	[beta1, beta2]: readonly [beta1: number, beta2: number] = standard,
): { readonly parameters: Float64Array; readonly state: AdamState } {
	const steps = state.steps + 1;
	const next = Float64Array.from(parameters);
	const first = Float64Array.from(state.first);
	const second = Float64Array.from(state.second);
	const step = learningRate / (1 - beta1 ** steps);
	const rootCorrection = Math.sqrt(1 - beta2 ** steps);
	for (let i = 0; i < next.length; i++) {
		const g = gradient[i];
		first[i] += (1 - beta1) * (g - first[i]);
		second[i] = beta2 * second[i] + (1 - beta2) * g * g;
		next[i] -= (step * first[i]) / (Math.sqrt(second[i]) / rootCorrection + epsilon);
	}
	return { parameters: next, state: { steps, first, second } };
}
