/**
 * Mixed precision (Micikevicius et al. 2018, arXiv 1710.03740): forward and backward read a copy of the matrices in 16 bits and
 * keep activations in 16, sums are made in 32, and AdamW moves the weights in 32. What is measured and kept are the latter.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { allOrNone } from '#core/allOrNone.ts';
import { capture, type Capture } from '#gpu/capture.ts';
import type { ComputeDevice, Vector } from '#gpu/computeDevice.ts';
import { adjustLossScale, initialLossScale, toHalf, unscale } from '#gpu/kernels.ts';
import type { Program } from '#gpu/program.ts';
import type { DecoderPlan, PassOptions } from '#model/capturedDecoder.ts';
import type { DecoderOnDevice } from '#model/decoderOnDevice.ts';
import type { TrainingSettings } from './settings.ts';

/** The kernels of the software path compute in 32 bits: there a run in mixed precision is one in single precision. */
export const passOptions = (
	{ precision, activations }: Pick<TrainingSettings, 'precision' | 'activations'>,
	{ report }: Pick<ComputeDevice, 'report'>,
): PassOptions => ({
	half: precision === 'mixed' && report.backend === 'webgpu',
	checkpointing: activations === 'recomputed',
});

/** What mixed precision adds to weights and moments. */
export interface HalfVectors {
	/** The weights in 16 bits, made anew by each update. */
	readonly halfWeights: Vector;
	/** The loss scale and its count, as kernels/lossScale.ts has them. */
	readonly lossScale: Vector;
}

/** Finite gradients in a row after which the loss scale is doubled. PyTorch's 2,000 is more than most runs here have. */
const growEvery = 200;

/** Of these weights. `lossScale`: as it was, when a run goes on. Throws OutOfMemoryError. */
export async function openHalf(
	decoder: DecoderOnDevice,
	weights: Vector,
	lossScale = initialLossScale,
): Promise<HalfVectors> {
	const { device, layout } = decoder;
	return allOrNone(async (keep) => {
		const vectors = {
			halfWeights: keep(await device.vector('weights in 16 bits', layout.length, 'f16')),
			lossScale: keep(await device.vector('loss scale', lossScale.length)),
		};
		vectors.lossScale.write(Float32Array.from(lossScale));
		const { halfWeights } = vectors;
		await decoder.run(
			'weights in 16 bits',
			() => halvingProgram(decoder),
			{ weights, halfWeights },
			{},
		);
		return vectors;
	});
}

export function disposeHalf({ halfWeights, lossScale }: HalfVectors): void {
	halfWeights.dispose();
	lossScale.dispose();
}

/** In an update, before the clipping: the gradient without the loss scale. */
export const captureUnscaling = (capture: Capture, gradient: tf.Tensor1D): void =>
	unscale(gradient, lossScaleTensor(capture));

/** In an update, after it: the next step's loss scale, result `lossScale`, and its weights in 16 bits. */
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
