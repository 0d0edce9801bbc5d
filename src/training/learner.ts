/** Weights and moments on the device, and the two things that training does with them: a step, and a look at a step. */
import type * as tf from '@tensorflow/tfjs-core';
import { NonFiniteError } from '#core/errors.ts';
import { cut, layOut, type ExampleAddress } from '#data/batch.ts';
import type { AdamWState } from '#gpu/kernels.ts';
import type { DecoderOnDevice } from '#model/decoder.ts';
import { batchGradient } from './gradient.ts';
import {
	decayMask,
	disposeState,
	downloadState,
	optimizerStep,
	uploadState,
	type HostState,
} from './optimizer.ts';
import type { Batching, Optimizer } from './settings.ts';

export interface StepScalars {
	readonly learningRate: number;
	/** Counts from 1. */
	readonly step: number;
}
export interface StepResult {
	/** Mean nats per target of each example of the batch, before the step. */
	readonly losses: Float64Array;
	readonly gradientNorm: number;
}

/** Places of one micro-batch, padding included: bounds memory whatever the visitor's rows are. */
const placesPerMicroBatch = 4096;

export class Learner {
	readonly #decoder: DecoderOnDevice;
	readonly #optimizer: Optimizer;
	readonly #batching: Batching;
	readonly #mask: tf.Tensor1D;
	#state: AdamWState;

	constructor(
		decoder: DecoderOnDevice,
		state: HostState,
		optimizer: Optimizer,
		batching: Batching,
	) {
		this.#decoder = decoder;
		this.#optimizer = optimizer;
		this.#batching = batching;
		this.#mask = decayMask(decoder.specs);
		this.#state = uploadState(state);
	}

	get weights(): tf.Tensor1D {
		return this.#state.weights;
	}

	/** Throws NonFiniteError at a loss or gradient that is not finite; the weights are then what they were. */
	async step(examples: readonly ExampleAddress[], scalars: StepScalars): Promise<StepResult> {
		const { next, ...result } = await this.#ahead(examples, scalars);
		disposeState(this.#state);
		this.#state = next;
		return result;
	}

	/** Calls `look` with the weights as they would be after a step. The learner's own stay untouched, bit for bit. */
	async virtualStep<T>(
		examples: readonly ExampleAddress[],
		scalars: StepScalars,
		look: (weights: tf.Tensor1D) => Promise<T>,
	): Promise<T> {
		const { next } = await this.#ahead(examples, scalars);
		try {
			return await look(next.weights);
		} finally {
			disposeState(next);
		}
	}

	state = (): Promise<HostState> => downloadState(this.#state);

	dispose(): void {
		disposeState(this.#state);
		this.#mask.dispose();
	}

	async #ahead(
		examples: readonly ExampleAddress[],
		scalars: StepScalars,
	): Promise<StepResult & { readonly next: AdamWState }> {
		const { accumulation } = this.#optimizer;
		const batches = cut(examples, accumulation, placesPerMicroBatch).map((part) =>
			layOut(part, this.#batching.layout),
		);
		const { gradient, losses } = await batchGradient(this.#decoder, this.#state.weights, batches);
		try {
			const broken = losses.findIndex((loss) => !Number.isFinite(loss));
			if (broken >= 0)
				throw new NonFiniteError(
					`The loss was not a finite number at step ${scalars.step}. Lower the learning rate.`,
					{ step: scalars.step },
				);
			return {
				losses,
				...(await optimizerStep(this.#state, gradient, this.#mask, this.#optimizer, scalars)),
			};
		} finally {
			gradient.dispose();
		}
	}
}
