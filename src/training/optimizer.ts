/** The optimizer's state on the device and its update. */
import type * as tf from '@tensorflow/tfjs-core';
import { allOrNone } from '#core/allOrNone.ts';
import type { Results, Vector } from '#gpu/computeDevice.ts';
import { adamW, type AdamWSettings } from '#gpu/kernels.ts';
import { capture } from '#gpu/capture.ts';
import type { Program } from '#gpu/program.ts';
import type { DecoderPlan } from '#model/capturedDecoder.ts';
import type { DecoderOnDevice } from '#model/decoderOnDevice.ts';
import { captureNextHalf, captureUnscaling, type HalfVectors } from './mixedPrecision.ts';

export interface HostState {
	/** Present for a run in mixed precision. */
	readonly lossScale?: readonly number[];
	readonly weights: Float32Array;
	readonly firstMoments: Float32Array;
	readonly secondMoments: Float32Array;
}

/** Each vector has one number per parameter. */
export interface OptimizerState {
	readonly weights: Vector;
	readonly firstMoments: Vector;
	readonly secondMoments: Vector;
}

/** Throws OutOfMemoryError and releases everything if one vector does not fit. */
export const uploadState = (
	decoder: DecoderOnDevice,
	{ weights, firstMoments, secondMoments }: HostState,
): Promise<OptimizerState> =>
	allOrNone(async (keep) => ({
		weights: keep(await decoder.upload('weights', weights)),
		firstMoments: keep(await decoder.upload('first moments', firstMoments)),
		secondMoments: keep(await decoder.upload('second moments', secondMoments)),
	}));

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

/** Weight decay applies to matrices (1) and not to norm gains (0), as in nanoGPT. */
export async function decayMask(decoder: DecoderOnDevice): Promise<Vector> {
	const { length, tensors } = decoder.layout;
	const mask = new Float32Array(length);
	for (const { deviceOffset, size, shape } of tensors)
		if (shape.length > 1) mask.fill(1, deviceOffset, deviceOffset + size);
	return decoder.writeVector('weight decay', mask);
}

export interface UpdateVectors {
	readonly gradient: Vector;
	readonly decay: Vector;
	/** Present in mixed precision. */
	readonly half?: HalfVectors | undefined;
}

/**
 * Sends one in-place step of AdamW. Its result `norm` is the gradient's norm before clipping,
 * without the loss scale. A norm that is not finite leaves the state unchanged. `step` counts from
 * 1. `isTrial`: the state is a copy, and no later step follows.
 */
export function optimizerStep(
	decoder: DecoderOnDevice,
	state: OptimizerState,
	{ half, ...vectors }: UpdateVectors,
	settings: AdamWSettings,
	{ learningRate, step }: { readonly learningRate: number; readonly step: number },
	isTrial = false,
): Promise<Results> {
	const { beta1, beta2 } = settings;
	const { config, layout } = decoder;
	const plan = { config, layout, half: half !== undefined };
	return decoder.run(
		isTrial ? 'trial update' : 'update',
		() => updateProgram(plan, settings, isTrial),
		{ ...state, ...vectors, ...half },
		{ scalars: Float32Array.of(learningRate, 1 / (1 - beta1 ** step), 1 / (1 - beta2 ** step)) },
	);
}

/** Clipping and AdamW over the state's vectors. Result: `norm`. */
export const updateProgram = (
	{ layout, half }: DecoderPlan,
	{ beta1, beta2, epsilon, weightDecay, clip }: AdamWSettings,
	isTrial = false,
): Program =>
	capture('update', (capture) => {
		const whole = (name: string) => capture.vector(name, 0, [layout.length]) as tf.Tensor1D;
		const [gradient, weights] = [whole('gradient'), whole('weights')];
		if (half) captureUnscaling(capture, gradient);
		const norm = adamW(
			{
				gradient,
				decay: whole('decay'),
				weights,
				firstMoments: whole('firstMoments'),
				secondMoments: whole('secondMoments'),
				scalars: capture.input('scalars', [3], 'f32') as tf.Tensor1D,
			},
			{ beta1, beta2, epsilon, weightDecay, clip },
		);
		capture.result('norm', norm);
		if (half && !isTrial) captureNextHalf(capture, weights, norm);
	});
