/** The optimizer's state on the device, and what a step does to it. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Results, Vector } from '#gpu/computeDevice.ts';
import { adamW, type AdamWSettings } from '#gpu/kernels.ts';
import { capture } from '#gpu/capture.ts';
import type { Program } from '#gpu/program.ts';
import type { DecoderPlan } from '#model/capturedDecoder.ts';
import type { DecoderOnDevice } from '#model/decoderOnDevice.ts';

export interface HostState {
	readonly weights: Float32Array;
	readonly firstMoments: Float32Array;
	readonly secondMoments: Float32Array;
}

/** One number per parameter each. */
export interface OptimizerState {
	readonly weights: Vector;
	readonly firstMoments: Vector;
	readonly secondMoments: Vector;
}

export async function uploadState(
	decoder: DecoderOnDevice,
	{ weights, firstMoments, secondMoments }: HostState,
): Promise<OptimizerState> {
	return {
		weights: await decoder.uploaded('weights', weights),
		firstMoments: await decoder.uploaded('first moments', firstMoments),
		secondMoments: await decoder.uploaded('second moments', secondMoments),
	};
}

export const freshState = (weights: Float32Array): HostState => ({
	weights,
	firstMoments: new Float32Array(weights.length),
	secondMoments: new Float32Array(weights.length),
});

export const downloadState = async (
	decoder: DecoderOnDevice,
	{ weights, firstMoments, secondMoments }: OptimizerState,
): Promise<HostState> => ({
	weights: await decoder.download(weights),
	firstMoments: await decoder.download(firstMoments),
	secondMoments: await decoder.download(secondMoments),
});

export function copyState(from: OptimizerState, to: OptimizerState): void {
	to.weights.copyFrom(from.weights);
	to.firstMoments.copyFrom(from.firstMoments);
	to.secondMoments.copyFrom(from.secondMoments);
}

export function disposeState({ weights, firstMoments, secondMoments }: OptimizerState): void {
	weights.dispose();
	firstMoments.dispose();
	secondMoments.dispose();
}

/** 1 for matrices, 0 for norm gains (nanoGPT's choice). */
export async function decayMask(decoder: DecoderOnDevice): Promise<Vector> {
	const { length, tensors } = decoder.layout;
	const mask = new Float32Array(length);
	for (const { place, size, shape } of tensors)
		if (shape.length > 1) mask.fill(1, place, place + size);
	const vector = await decoder.vector('weight decay');
	vector.write(mask);
	return vector;
}

/**
 * Sends one step of AdamW, in place; its result `norm` is the gradient's, before clipping. A norm that is not finite leaves the
 * state as it was. `step` counts from 1.
 */
export function optimizerStep(
	decoder: DecoderOnDevice,
	state: OptimizerState,
	{ gradient, decay }: { readonly gradient: Vector; readonly decay: Vector },
	settings: AdamWSettings,
	{ learningRate, step }: { readonly learningRate: number; readonly step: number },
): Promise<Results> {
	const { beta1, beta2 } = settings;
	return decoder.run(
		'update',
		() => updateProgram(decoder, settings),
		{ ...state, gradient, decay },
		{ scalars: Float32Array.of(learningRate, 1 / (1 - beta1 ** step), 1 / (1 - beta2 ** step)) },
	);
}

/** Clip and AdamW over the vectors of the state, result `norm`. */
export const updateProgram = (
	{ layout }: DecoderPlan,
	{ beta1, beta2, epsilon, weightDecay, clip }: AdamWSettings,
): Program =>
	capture('update', (capture) => {
		const whole = (name: string) => capture.vector(name, 0, [layout.length]) as tf.Tensor1D;
		const norm = adamW(
			{
				gradient: whole('gradient'),
				decay: whole('decay'),
				weights: whole('weights'),
				firstMoments: whole('firstMoments'),
				secondMoments: whole('secondMoments'),
				scalars: capture.input('scalars', [3], 'f32') as tf.Tensor1D,
			},
			{ beta1, beta2, epsilon, weightDecay, clip },
		);
		capture.result('norm', norm);
	});
