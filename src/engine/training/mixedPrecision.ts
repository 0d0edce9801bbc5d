/**
 * Mixed precision (Micikevicius et al. 2018, arXiv 1710.03740). Forward and backward passes read a
 * 16-bit copy of the matrices and keep 16-bit activations. Sums use 32 bits, and AdamW updates the
 * 32-bit weights. Evaluations and checkpoints use the 32-bit weights.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { allOrNone } from '#engine/core/allOrNone.ts';
import { capture, type Capture } from '#engine/gpu/capture.ts';
import type { ComputeDevice, Vector } from '#engine/gpu/computeDevice.ts';
import { adjustLossScale, initialLossScale, toHalf, unscale } from '#engine/gpu/kernels.ts';
import type { Program } from '#engine/gpu/program.ts';
import type { DecoderPlan, PassOptions } from '#engine/model/capturedDecoder.ts';
import type { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import type { TrainingSettings } from './settings.ts';

type PrecisionSettings = Pick<TrainingSettings, 'precision' | 'activations' | 'adapter'>;

/** Whether passes compute in 16 bits. The software path computes in 32, and so does an adapter. */
export const usesHalf = (
	{ precision, adapter }: Pick<PrecisionSettings, 'precision' | 'adapter'>,
	backend: string,
): boolean => precision === 'mixed' && backend === 'webgpu' && !adapter;

export const passOptions = (
	settings: PrecisionSettings,
	{ report }: Pick<ComputeDevice, 'report'>,
): PassOptions => ({
	half: usesHalf(settings, report.backend),
	checkpointing: settings.activations === 'recomputed',
});

/** The vectors that mixed precision adds to weights and moments. */
export interface HalfVectors {
	/** The weights in 16 bits. Each update writes them again. */
	readonly halfWeights: Vector;
	/** The loss scale and its count, in the format of kernels/lossScale.ts. */
	readonly lossScale: Vector;
}

/** Consecutive finite gradients that double the loss scale. PyTorch's 2,000 exceed most runs. */
const growEvery = 200;

/** `lossScale`: the saved one of a run that resumes. Throws OutOfMemoryError. */
export async function openHalf(
	decoder: DecoderOnDevice,
	weights: Vector,
	lossScale = initialLossScale,
): Promise<HalfVectors> {
	const { device, layout } = decoder;
	return allOrNone(async (keep) => {
		const halfWeights = keep(await device.vector('weights in 16 bits', layout.length, 'f16'));
		const scale = keep(await device.vector('loss scale', lossScale.length));
		scale.write(Float32Array.from(lossScale));
		const halve = () => halvingProgram(decoder);
		await decoder.run('weights in 16 bits', halve, { weights, halfWeights }, {});
		return { halfWeights, lossScale: scale };
	});
}

/** Removes the loss scale from the gradient. Part of an update, before clipping. */
export const captureUnscaling = (capture: Capture, gradient: tf.Tensor1D): void =>
	unscale(gradient, lossScaleTensor(capture));

/** Part of an update, after AdamW: the next loss scale (result `lossScale`) and 16-bit weights. */
export function captureNextHalf(capture: Capture, weights: tf.Tensor1D, norm: tf.Tensor1D): void {
	const lossScale = lossScaleTensor(capture);
	adjustLossScale(norm, lossScale, growEvery);
	capture.result('lossScale', lossScale);
	captureHalving(capture, weights);
}

export const lossScaleTensor = (capture: Capture): tf.Tensor1D =>
	capture.vector('lossScale', 0, [initialLossScale.length]) as tf.Tensor1D;

const captureHalving = (capture: Capture, weights: tf.Tensor1D): void =>
	capture.store(toHalf(weights), 'halfWeights', 0, 'f16');

const halvingProgram = ({ layout }: DecoderPlan): Program =>
	capture('weights in 16 bits', (capture) =>
		captureHalving(capture, capture.vector('weights', 0, [layout.length]) as tf.Tensor1D),
	);
