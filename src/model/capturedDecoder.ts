/** The decoder inside a capture: its parameters and tables as tensors, and what its programs have in common. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Capture } from '#gpu/capture.ts';
import type { BatchTensors } from './batchTensors.ts';
import { hiddenStates, type DecoderConfig, type Weights } from './decoder.ts';
import { checkpointed } from './gradientCheckpointing.ts';
import type { WeightLayout } from './weightLayout.ts';

/** What a decoder's programs depend on besides a batch's shape. */
export interface DecoderPlan {
	readonly config: DecoderConfig;
	readonly layout: WeightLayout;
	/** Layers are computed again for the backward pass: less memory, more time, the same bits. */
	readonly checkpointing?: boolean;
}

/** A program's view of the parameters that lie in its vector `weights`, by role. */
export const weightTensors = (capture: Capture, { layout }: DecoderPlan): Weights =>
	new Map(
		layout.tensors.map(({ role, place, shape }) => [role, capture.vector('weights', place, shape)]),
	);

/** The last normalised hidden state of every place: [places, width]. */
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
