/** The decoder inside a capture: its parameters and tables as tensors. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Capture } from '#gpu/capture.ts';
import type { BatchTensors } from './batchTensors.ts';
import { hiddenStates, type DecoderConfig, type Weights } from './decoder.ts';
import { checkpointed } from './gradientCheckpointing.ts';
import type { WeightLayout } from './weightLayout.ts';

/** How a gradient is computed. */
export interface PassOptions {
	/** The backward pass recomputes layers: less memory, more time, the same bits. */
	readonly checkpointing?: boolean;
	/** 16-bit matrices and activations, from a second vector `halfWeights`. WebGPU only. */
	readonly half?: boolean;
}

/** The facts that a decoder's programs depend on, beside the batch's shape. */
export interface DecoderPlan extends PassOptions {
	readonly config: DecoderConfig;
	readonly layout: WeightLayout;
}

/** The parameters in vector `weights`, by role. Norm gains always have 32 bits. */
export const weightTensors = (capture: Capture, { layout, half }: DecoderPlan): Weights =>
	new Map(
		layout.tensors.map(({ role, deviceOffset, shape }) => [
			role,
			half && shape.length > 1
				? capture.vector('halfWeights', deviceOffset, shape, 'f16')
				: capture.vector('weights', deviceOffset, shape),
		]),
	);

/** The last normalised hidden state of every position: [packLength, width]. */
export function captureHidden(
	capture: Capture,
	{ config, checkpointing }: DecoderPlan,
	weights: Weights,
	batch: BatchTensors,
): tf.Tensor2D {
	const { context, headDim } = config;
	const table = capture.vector('rotary table', 0, [context, headDim]) as tf.Tensor2D;
	return hiddenStates(config, weights, batch, table, checkpointing ? checkpointed : undefined);
}
