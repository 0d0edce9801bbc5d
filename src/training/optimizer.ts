/** The optimizer's state on the device, and what a step does to it. */
import * as tf from '@tensorflow/tfjs-core';
import { NonFiniteError } from '#core/errors.ts';
import { adamW, type AdamWSettings, type AdamWState } from '#gpu/kernels.ts';
import type { TensorSpec } from '#model/decoder.ts';

export interface HostState {
	readonly weights: Float32Array;
	readonly firstMoments: Float32Array;
	readonly secondMoments: Float32Array;
}

export const uploadState = ({ weights, firstMoments, secondMoments }: HostState): AdamWState => ({
	// tfjs may keep the array that it is given: a copy is its own.
	weights: tf.tensor1d(weights.slice()),
	firstMoments: tf.tensor1d(firstMoments.slice()),
	secondMoments: tf.tensor1d(secondMoments.slice()),
});

export const freshState = (weights: Float32Array): HostState => ({
	weights,
	firstMoments: new Float32Array(weights.length),
	secondMoments: new Float32Array(weights.length),
});

export async function downloadState(state: AdamWState): Promise<HostState> {
	const read = async (tensor: tf.Tensor1D) => ((await tensor.data()) as Float32Array).slice();
	return {
		weights: await read(state.weights),
		firstMoments: await read(state.firstMoments),
		secondMoments: await read(state.secondMoments),
	};
}

export const disposeState = ({ weights, firstMoments, secondMoments }: AdamWState): void =>
	tf.dispose([weights, firstMoments, secondMoments]);

/** [parameters]: 1 for matrices, 0 for norm gains (nanoGPT's choice). The caller disposes of it. */
export function decayMask(specs: readonly TensorSpec[]): tf.Tensor1D {
	const mask = new Float32Array(specs.reduce((sum, { size }) => sum + size, 0));
	for (const { offset, size, shape } of specs)
		if (shape.length > 1) mask.fill(1, offset, offset + size);
	return tf.tensor1d(mask);
}

/**
 * The state after one step; the old one stays valid, so that a step that went wrong can be dropped. `step` counts from 1.
 * Throws NonFiniteError when the gradient is not finite.
 */
export async function optimizerStep(
	state: AdamWState,
	gradient: tf.Tensor1D,
	mask: tf.Tensor1D,
	settings: AdamWSettings,
	scalars: { readonly learningRate: number; readonly step: number },
): Promise<{ readonly next: AdamWState; readonly gradientNorm: number }> {
	const { norm, ...next } = tf.tidy(() => adamW(state, gradient, mask, settings, scalars));
	const gradientNorm = (await norm.data())[0];
	norm.dispose();
	if (!Number.isFinite(gradientNorm)) {
		disposeState(next);
		throw new NonFiniteError(
			`The gradient was not a finite number at step ${scalars.step}. Lower the learning rate.`,
			{ step: scalars.step },
		);
	}
	return { next, gradientNorm };
}
