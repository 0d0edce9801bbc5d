/** The decoder inside a capture: its parameters and tables as tensors. */
import * as tf from '@tensorflow/tfjs-core';
import type { Capture } from '#engine/gpu/capture.ts';
import { hiddenStates, type DecoderInputs, type Layer } from './decoder.ts';
import type { DecoderConfig } from './decoderConfig.ts';
import type { Weights } from './tensors.ts';
import type { AdapterPlan } from './adapter/product.ts';
import { captureTables } from './decoderTables.ts';
import type { FrozenPart, WeightLayout } from './weightLayout.ts';

/** How a gradient is computed. */
export interface PassOptions {
	/** The backward pass recomputes layers: less memory, more time, the same bits. */
	readonly checkpointing?: boolean;
}

/** The facts that a decoder's programs depend on, beside the batch's shape. */
export interface DecoderPlan extends PassOptions {
	readonly config: DecoderConfig;
	/** The trained tensors. */
	readonly layout: WeightLayout;
	/** Absent: all tensors are trained. */
	readonly frozen?: FrozenPlan | undefined;
}

/** The tensors that are not trained, beside an adapter. */
export interface FrozenPlan {
	readonly parts: readonly FrozenPart[];
	readonly adapter: AdapterPlan;
}

/** All parameters by role: the trained ones in vector `weights`, the others in frozen vectors. */
export function weightTensors(capture: Capture, { layout, frozen }: DecoderPlan): Weights {
	const trained = layout.tensors.flatMap(({ role, aliases = [], deviceOffset, shape }) => {
		const tensor = capture.vector('weights', deviceOffset, shape);
		return [role, ...aliases].map((role) => [role, tensor] as const);
	});
	return new Map([...(frozen ? frozenTensors(capture, frozen) : []), ...trained]);
}

const frozenTensors = (capture: Capture, { parts }: FrozenPlan) =>
	parts.flatMap(({ name, storage, layout }) =>
		layout.tensors.map(
			({ role, deviceOffset, shape }) =>
				[role, capture.vector(name, deviceOffset, shape, storage)] as const,
		),
	);

/** hiddenStates() with the tensors of a program. */
export function captureHidden(
	capture: Capture,
	{ config, frozen, checkpointing }: DecoderPlan,
	weights: Weights,
	inputs: DecoderInputs,
): tf.Tensor2D {
	const tables = captureTables(capture, config);
	const wrapLayer = checkpointing ? checkpointed : undefined;
	return hiddenStates(config, weights, inputs, tables, { adapter: frozen?.adapter, wrapLayer });
}

/**
 * Gradient checkpointing (Chen et al. 2016, arXiv 1604.06174). The forward pass keeps only each
 * layer's input, and the backward pass recomputes the layer. The gradients are the same bits.
 * Activations need the memory of one layer, and each layer's forward time counts twice.
 */
const checkpointed = (layer: Layer): Layer => {
	const kernel = tf.customGrad((...inputsAndSave) => {
		const inputs = inputsAndSave.slice(0, -1) as tf.Tensor[];
		const save = inputsAndSave[inputsAndSave.length - 1] as unknown as tf.GradSaveFunc;
		save(inputs);
		return {
			value: layer(...(inputs as [tf.Tensor2D, ...tf.Tensor[]])),
			gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
				keepOuterTape(() =>
					tf.grads((...inputs) => layer(...(inputs as [tf.Tensor2D, ...tf.Tensor[]])))(saved, dy),
				),
		};
	});
	return (...inputs) => kernel(...inputs);
};

/** tfjs drops its tape after gradients, even inside others. This restores the outer tape. */
function keepOuterTape<T>(work: () => T): T {
	const { state } = tf.engine();
	const outer = state.activeTape;
	try {
		return work();
	} finally {
		if (outer) state.activeTape = outer;
	}
}
