/** Weights and moments on a device, and the steps that change them. */
import { allOrNone } from '#engine/core/allOrNone.ts';
import { randomStream, type RandomStream } from '#engine/core/random.ts';
import { NonFiniteError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import {
	splitIntoMicroBatches,
	packBatch,
	type MicroBatchBounds,
	type ExampleAddress,
} from '#engine/data/batch.ts';
import type { Vector } from '#engine/gpu/computeDevice.ts';
import type { DecoderPlan, PassOptions } from '#engine/model/capturedDecoder.ts';
import type { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { batchGradient, withoutDropout, type GradientOptions } from './gradient.ts';
import {
	copyState,
	decayMask,
	downloadState,
	optimizerStep,
	uploadState,
	vectorsForState,
	type HostState,
	type OptimizerState,
	type StepScalars,
} from './optimizer.ts';
import type { Batching, Optimizer } from './settings.ts';

export interface StepResult {
	/** Mean nats per target of each example, before the step. */
	readonly losses: Float64Array;
	readonly gradientNorm: number;
}
/** Reads the result of a sent step. Throws NonFiniteError if a number is not finite. */
export type SentStep = () => Promise<StepResult>;

/** Positions of one micro-batch when padded. Bounds memory for rows of any length. */
const maxMicroBatchLength = 4096;

export const microBatchBounds = ({ accumulation }: Optimizer): MicroBatchBounds => ({
	parts: accumulation,
	maxPackLength: maxMicroBatchLength,
});

export interface LearnerOptions extends PassOptions {
	/** The run's seed: dropout follows from it and from the step. */
	readonly seed?: number;
}

export class Learner {
	/** Allocated when first needed: for split batches, and for virtual steps. */
	#part: Vector | undefined;
	#ahead: OptimizerState | undefined;

	private constructor(
		private readonly decoder: DecoderOnDevice,
		private readonly optimizer: Optimizer,
		private readonly batching: Batching,
		private readonly plan: DecoderPlan,
		private readonly dropout: RandomStream,
		private readonly vectors: Awaited<ReturnType<typeof openVectors>>,
	) {}

	/** Throws OutOfMemoryError. */
	static async open(
		decoder: DecoderOnDevice,
		state: HostState,
		optimizer: Optimizer,
		batching: Batching,
		{ seed = 0, ...options }: LearnerOptions = {},
	): Promise<Learner> {
		const vectors = await openVectors(decoder, state);
		const dropout = randomStream(seed, 'dropout');
		return new Learner(decoder, optimizer, batching, decoder.plan(options), dropout, vectors);
	}

	get weights(): Vector {
		return this.vectors.state.weights;
	}

	/** Throws NonFiniteError. A gradient that is not finite leaves the weights unchanged. */
	async step(examples: readonly ExampleAddress[], scalars: StepScalars): Promise<StepResult> {
		return (await this.send(examples, scalars))();
	}

	/** Sends a step without waiting for it. The returned function reads the result later. */
	async send(examples: readonly ExampleAddress[], scalars: StepScalars): Promise<SentStep> {
		const losses = await this.#sendGradient(examples, this.#dropoutAt(scalars));
		return this.#sendUpdate(this.vectors.state, losses, scalars);
	}

	/** Calls `look` with the weights after a virtual step. Its own weights do not change. */
	async virtualStep<T>(
		examples: readonly ExampleAddress[],
		scalars: StepScalars,
		look: (weights: Vector) => Promise<T>,
	): Promise<T> {
		const losses = await this.#sendGradient(examples, this.#dropoutAt(scalars));
		const ahead = (this.#ahead ??= await vectorsForState(this.decoder));
		copyState(this.vectors.state, ahead);
		const update = await this.#sendUpdate(ahead, losses, scalars, true);
		await update();
		return look(ahead.weights);
	}

	/**
	 * The gradient of the examples' mean loss with the current weights, without dropout: one number
	 * per parameter. Throws NonFiniteError.
	 */
	async gradient(examples: readonly ExampleAddress[]): Promise<Float32Array> {
		const readLosses = await this.#sendGradient(examples, { plan: withoutDropout(this.plan) });
		const losses = await readLosses();
		if (!losses.every(Number.isFinite))
			throw new NonFiniteError(
				say(
					'The model gives losses that are not finite numbers. Go back to an earlier checkpoint with a lower learning rate.',
				),
			);
		return this.decoder.download(this.vectors.gradient);
	}

	state(): Promise<HostState> {
		return downloadState(this.decoder, this.vectors.state);
	}

	dispose(): void {
		this.vectors.dispose();
		this.#part?.dispose();
		Object.values(this.#ahead ?? {}).forEach((vector) => vector.dispose());
	}

	/** The plan with dropout, whose masks follow from the step. */
	#dropoutAt({ step }: StepScalars): GradientOptions {
		const seeds = this.dropout.child(`step ${step}`);
		return { plan: this.plan, dropoutSeed: (part: number) => seeds.bits(part) };
	}

	#sendGradient(
		examples: readonly ExampleAddress[],
		options: GradientOptions,
	): Promise<() => Promise<Float64Array>> {
		const { parts, maxPackLength } = microBatchBounds(this.optimizer);
		const batches = splitIntoMicroBatches(examples, parts, maxPackLength).map((part) =>
			packBatch(part, this.batching.layout),
		);
		const { gradient } = this.vectors;
		const part = async () => (this.#part ??= await this.decoder.vector('micro-batch gradient'));
		const vectors = { weights: this.weights, gradient, part };
		return batchGradient(this.decoder, vectors, batches, options);
	}

	async #sendUpdate(
		state: OptimizerState,
		readLosses: () => Promise<Float64Array>,
		scalars: StepScalars,
		isTrial = false,
	): Promise<SentStep> {
		const { decoder, vectors, optimizer } = this;
		const update = await optimizerStep(decoder, state, vectors, optimizer, scalars, isTrial);
		return async () => {
			const losses = await readLosses();
			const { norm } = await update.read();
			const isLoss = !losses.every(Number.isFinite);
			if (isLoss || !Number.isFinite(norm[0]))
				throw new NonFiniteError(
					say('The {quantity} was not a finite number at step {step}. Lower the learning rate.', {
						quantity: isLoss ? say('loss') : say('gradient'),
						step: scalars.step,
					}),
					{ step: scalars.step },
				);
			return { losses, gradientNorm: norm[0] };
		};
	}
}

/** The weights, the moments and what a step needs, and their disposal. */
const openVectors = (decoder: DecoderOnDevice, state: HostState) =>
	allOrNone(async (keep, dispose) => {
		const decay = keep(await decayMask(decoder));
		const gradient = keep(await decoder.vector('gradient'));
		const uploaded = await uploadState(decoder, state);
		Object.values(uploaded).forEach(keep);
		return { decay, gradient, state: uploaded, dispose };
	});
