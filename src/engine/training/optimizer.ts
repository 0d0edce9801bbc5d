/** The optimizer's state on the device and its update. */
import type * as tf from '@tensorflow/tfjs-core';
import { allOrNone } from '#engine/core/allOrNone.ts';
import type { Results, Vector } from '#engine/gpu/computeDevice.ts';
import { adamW, type AdamWSettings } from '#engine/gpu/kernels.ts';
import { capture } from '#engine/gpu/capture.ts';
import type { Program } from '#engine/gpu/program.ts';
import type { DecoderPlan } from '#engine/model/capturedDecoder.ts';
import type { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';

const labels = {
	weights: 'weights',
	firstMoments: 'first moments',
	secondMoments: 'second moments',
} as const;
type StateName = keyof typeof labels;
const stateNames = Object.keys(labels) as StateName[];

export interface StepScalars {
	readonly learningRate: number;
	/** Counts from 1. */
	readonly step: number;
}

export type HostState = Readonly<Record<StateName, Float32Array>>;

/** Each vector has one number per parameter. */
export type OptimizerState = Readonly<Record<StateName, Vector>>;

async function mapState<A, B>(
	state: Readonly<Record<StateName, A>>,
	map: (value: A, name: StateName) => Promise<B>,
): Promise<Record<StateName, B>> {
	const mapped: Partial<Record<StateName, B>> = {};
	for (const name of stateNames) mapped[name] = await map(state[name], name);
	return mapped as Record<StateName, B>;
}

/** Throws OutOfMemoryError and releases everything if one vector does not fit. */
export const uploadState = (decoder: DecoderOnDevice, state: HostState): Promise<OptimizerState> =>
	allOrNone((keep) =>
		mapState(state, async (values, name) => keep(await decoder.upload(labels[name], values))),
	);

/** Vectors for a copy of the state. */
export const vectorsForState = (decoder: DecoderOnDevice): Promise<OptimizerState> =>
	allOrNone((keep) => mapState(labels, async (label) => keep(await decoder.vector(label))));

export const freshState = (weights: Float32Array): HostState => ({
	weights,
	firstMoments: new Float32Array(weights.length),
	secondMoments: new Float32Array(weights.length),
});

export const downloadState = (
	decoder: DecoderOnDevice,
	state: OptimizerState,
): Promise<HostState> => mapState(state, (vector) => decoder.download(vector));

export const copyState = (from: OptimizerState, to: OptimizerState): void =>
	stateNames.forEach((name) => to[name].copyFrom(from[name]));

/** Weight decay applies to matrices (1) and not to norm gains (0), as in nanoGPT. */
export const decayMask = (decoder: DecoderOnDevice): Promise<Vector> =>
	allOrNone(async (keep) => {
		const mask = keep(await decoder.vector('weight decay'));
		const ones = new Float32Array(2 ** 16).fill(1);
		for (const { deviceOffset, size, shape } of decoder.layout.tensors)
			for (let i = 0; shape.length > 1 && i < size; i += ones.length)
				mask.write(ones.subarray(0, size - i), deviceOffset + i);
		return mask;
	});

/**
 * Sends one in-place step of AdamW. Result `norm`: the gradient's norm before clipping.
 * If it is not finite, the state stays. `isTrial`: the state is a copy.
 */
export function optimizerStep(
	decoder: DecoderOnDevice,
	state: OptimizerState,
	{ gradient, decay }: { gradient: Vector; decay: Vector },
	settings: AdamWSettings,
	{ learningRate, step }: StepScalars,
	isTrial = false,
): Promise<Results> {
	const { beta1, beta2 } = settings;
	return decoder.run(
		isTrial ? 'trial update' : 'update',
		() => updateProgram(decoder, settings),
		{ ...state, gradient, decay },
		{ scalars: Float32Array.of(learningRate, 1 / (1 - beta1 ** step), 1 / (1 - beta2 ** step)) },
	);
}

/** Clipping and AdamW over the state's vectors. Result: `norm`. */
export const updateProgram = (
	{ layout }: DecoderPlan,
	{ beta1, beta2, epsilon, weightDecay, clip }: AdamWSettings,
): Program =>
	capture('update', (capture) => {
		const whole = (name: string) => capture.vector(name, 0, [layout.length]) as tf.Tensor1D;
		const [gradient, weights] = [whole('gradient'), whole('weights')];
		const decay = whole('decay');
		const [firstMoments, secondMoments] = [whole('firstMoments'), whole('secondMoments')];
		const scalars = capture.input('scalars', [3], 'f32') as tf.Tensor1D;
		const norm = adamW(
			{ gradient, decay, weights, firstMoments, secondMoments, scalars },
			{ beta1, beta2, epsilon, weightDecay, clip },
		);
		capture.result('norm', norm);
	});
