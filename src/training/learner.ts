/** Weights and moments on the device, and the two things that training does with them: a step, and a look at a step. */
import { NonFiniteError } from '#core/errors.ts';
import { cut, layOut, type ExampleAddress } from '#data/batch.ts';
import type { Vector } from '#gpu/computeDevice.ts';
import type { DecoderOnDevice } from '#model/decoderOnDevice.ts';
import { batchGradient } from './gradient.ts';
import {
	copyState,
	decayMask,
	disposeState,
	downloadState,
	optimizerStep,
	uploadState,
	type HostState,
	type OptimizerState,
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
/** A step that was sent. Throws NonFiniteError at a loss or gradient that is not finite. */
export type SentStep = () => Promise<StepResult>;

/** Places of one micro-batch, when padded: bounds memory whatever the visitor's rows are. */
const placesPerMicroBatch = 4096;

export class Learner {
	readonly #decoder: DecoderOnDevice;
	readonly #optimizer: Optimizer;
	readonly #batching: Batching;
	readonly #decay: Vector;
	readonly #gradient: Vector;
	readonly #state: OptimizerState;
	/** Made when first needed: for batches that are cut, and for looking ahead. */
	#part: Promise<Vector> | undefined;
	#ahead: Promise<OptimizerState> | undefined;

	/** Throws OutOfMemoryError. */
	static async open(
		decoder: DecoderOnDevice,
		state: HostState,
		optimizer: Optimizer,
		batching: Batching,
	): Promise<Learner> {
		return new Learner(decoder, optimizer, batching, {
			decay: await decayMask(decoder),
			gradient: await decoder.vector('gradient'),
			state: await uploadState(decoder, state),
		});
	}

	private constructor(
		decoder: DecoderOnDevice,
		optimizer: Optimizer,
		batching: Batching,
		vectors: { decay: Vector; gradient: Vector; state: OptimizerState },
	) {
		this.#decoder = decoder;
		this.#optimizer = optimizer;
		this.#batching = batching;
		this.#decay = vectors.decay;
		this.#gradient = vectors.gradient;
		this.#state = vectors.state;
	}

	get weights(): Vector {
		return this.#state.weights;
	}

	/** Throws NonFiniteError; a gradient that is not finite leaves the weights as they were. */
	async step(examples: readonly ExampleAddress[], scalars: StepScalars): Promise<StepResult> {
		return (await this.send(examples, scalars))();
	}

	/** Sends a step without waiting for it: what it gives reads the result later. */
	async send(examples: readonly ExampleAddress[], scalars: StepScalars): Promise<SentStep> {
		const losses = await this.#sendGradient(examples);
		return this.#sendUpdate(this.#state, losses, scalars);
	}

	/** Calls `look` with the weights as they would be after a step. The learner's own stay untouched, bit for bit. */
	async virtualStep<T>(
		examples: readonly ExampleAddress[],
		scalars: StepScalars,
		look: (weights: Vector) => Promise<T>,
	): Promise<T> {
		const losses = await this.#sendGradient(examples);
		this.#ahead ??= uploadState(this.#decoder, zeros(this.#decoder));
		const ahead = await this.#ahead;
		copyState(this.#state, ahead);
		await (
			await this.#sendUpdate(ahead, losses, scalars)
		)();
		return look(ahead.weights);
	}

	state = (): Promise<HostState> => downloadState(this.#decoder, this.#state);

	dispose(): void {
		disposeState(this.#state);
		this.#gradient.dispose();
		this.#decay.dispose();
		void this.#part?.then((part) => part.dispose());
		void this.#ahead?.then(disposeState);
	}

	#sendGradient(examples: readonly ExampleAddress[]): Promise<() => Promise<Float64Array>> {
		const { accumulation } = this.#optimizer;
		const batches = cut(examples, accumulation, placesPerMicroBatch).map((part) =>
			layOut(part, this.#batching.layout),
		);
		const vectors = {
			weights: this.#state.weights,
			gradient: this.#gradient,
			part: () => (this.#part ??= this.#decoder.vector('gradient of a micro-batch')),
		};
		return batchGradient(this.#decoder, vectors, batches);
	}

	async #sendUpdate(
		state: OptimizerState,
		readLosses: () => Promise<Float64Array>,
		scalars: StepScalars,
	): Promise<SentStep> {
		const vectors = { gradient: this.#gradient, decay: this.#decay };
		const update = await optimizerStep(this.#decoder, state, vectors, this.#optimizer, scalars);
		return async () => {
			const losses = await readLosses();
			const gradientNorm = (await update.read())['norm'][0];
			const what = losses.every(Number.isFinite) ? 'gradient' : 'loss';
			if (what === 'loss' || !Number.isFinite(gradientNorm))
				throw new NonFiniteError(
					`The ${what} was not a finite number at step ${scalars.step}. Lower the learning rate.`,
					{ step: scalars.step },
				);
			return { losses, gradientNorm };
		};
	}
}

function zeros({ layout }: DecoderOnDevice): HostState {
	const none = new Float32Array(layout.tensors.reduce((sum, { size }) => sum + size, 0));
	return { weights: none, firstMoments: none, secondMoments: none };
}
