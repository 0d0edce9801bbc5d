/** Weights and moments on the device: training steps and virtual steps. */
import { allOrNone } from '#core/allOrNone.ts';
import { NonFiniteError } from '#core/errors.ts';
import {
	splitIntoMicroBatches,
	packBatch,
	type MicroBatchBounds,
	type ExampleAddress,
} from '#data/batch.ts';
import type { Vector } from '#gpu/computeDevice.ts';
import type { DecoderPlan, PassOptions } from '#model/capturedDecoder.ts';
import type { DecoderOnDevice } from '#model/decoderOnDevice.ts';
import { batchGradient } from './gradient.ts';
import { disposeHalf, openHalf, type HalfVectors } from './mixedPrecision.ts';
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
	/** Mean nats per target of each example, before the step. */
	readonly losses: Float64Array;
	/** null: a half-precision overflow, so the step only halved the loss scale. */
	readonly gradientNorm: number | null;
}
/** Reads the result of a sent step. Throws NonFiniteError if a number is not finite. */
export type SentStep = () => Promise<StepResult>;

/** Positions of one micro-batch when padded. Bounds memory for rows of any length. */
const maxMicroBatchLength = 4096;

export const microBatchBounds = ({ accumulation }: Optimizer): MicroBatchBounds => ({
	parts: accumulation,
	maxPackLength: maxMicroBatchLength,
});

interface LearnerParts {
	readonly decoder: DecoderOnDevice;
	readonly optimizer: Optimizer;
	readonly batching: Batching;
	readonly plan: DecoderPlan;
	readonly decay: Vector;
	readonly gradient: Vector;
	readonly state: OptimizerState;
	readonly half: HalfVectors | undefined;
}

export class Learner {
	readonly #parts: LearnerParts;
	/** Allocated when first needed: for split batches, and for virtual steps. */
	#part: Vector | undefined;
	#ahead: OptimizerState | undefined;

	/** Throws OutOfMemoryError. */
	static async open(
		decoder: DecoderOnDevice,
		state: HostState,
		optimizer: Optimizer,
		batching: Batching,
		options: PassOptions = {},
	): Promise<Learner> {
		const { config, layout } = decoder;
		const plan = { config, layout, ...options };
		return allOrNone(async (keep) => {
			const decay = keep(await decayMask(decoder));
			const gradient = keep(await decoder.vector('gradient'));
			const uploaded = await uploadState(decoder, state);
			Object.values(uploaded).forEach(keep);
			const half = options.half
				? await openHalf(decoder, uploaded.weights, state.lossScale)
				: undefined;
			return new Learner({
				decoder,
				optimizer,
				batching,
				plan,
				decay,
				gradient,
				state: uploaded,
				half,
			});
		});
	}

	private constructor(parts: LearnerParts) {
		this.#parts = parts;
	}

	get weights(): Vector {
		return this.#parts.state.weights;
	}

	/** Throws NonFiniteError. A gradient that is not finite leaves the weights unchanged. */
	async step(examples: readonly ExampleAddress[], scalars: StepScalars): Promise<StepResult> {
		return (await this.send(examples, scalars))();
	}

	/** Sends a step without waiting for it. The returned function reads the result later. */
	async send(examples: readonly ExampleAddress[], scalars: StepScalars): Promise<SentStep> {
		const losses = await this.#sendGradient(examples);
		return this.#sendUpdate(this.#parts.state, losses, scalars);
	}

	/** Calls `look` with the weights after a virtual step. Its own weights do not change. */
	async virtualStep<T>(
		examples: readonly ExampleAddress[],
		scalars: StepScalars,
		look: (weights: Vector) => Promise<T>,
	): Promise<T> {
		const losses = await this.#sendGradient(examples);
		const ahead = (this.#ahead ??= await uploadState(
			this.#parts.decoder,
			zeros(this.#parts.decoder),
		));
		copyState(this.#parts.state, ahead);
		await (
			await this.#sendUpdate(ahead, losses, scalars, true)
		)();
		return look(ahead.weights);
	}

	async state(): Promise<HostState> {
		const state = await downloadState(this.#parts.decoder, this.#parts.state);
		if (!this.#parts.half) return state;
		return { ...state, lossScale: [...(await this.#parts.half.lossScale.read())] };
	}

	dispose(): void {
		disposeState(this.#parts.state);
		if (this.#parts.half) disposeHalf(this.#parts.half);
		this.#parts.gradient.dispose();
		this.#parts.decay.dispose();
		this.#part?.dispose();
		if (this.#ahead) disposeState(this.#ahead);
	}

	#sendGradient(examples: readonly ExampleAddress[]): Promise<() => Promise<Float64Array>> {
		const { parts, maxPackLength } = microBatchBounds(this.#parts.optimizer);
		const batches = splitIntoMicroBatches(examples, parts, maxPackLength).map((part) =>
			packBatch(part, this.#parts.batching.layout),
		);
		const vectors = {
			weights: this.#parts.state.weights,
			gradient: this.#parts.gradient,
			half: this.#parts.half,
			part: async () =>
				(this.#part ??= await this.#parts.decoder.vector('gradient of a micro-batch')),
		};
		return batchGradient(this.#parts.decoder, vectors, batches, this.#parts.plan);
	}

	async #sendUpdate(
		state: OptimizerState,
		readLosses: () => Promise<Float64Array>,
		scalars: StepScalars,
		isTrial = false,
	): Promise<SentStep> {
		const update = await optimizerStep(
			this.#parts.decoder,
			state,
			{ gradient: this.#parts.gradient, decay: this.#parts.decay, half: this.#parts.half },
			this.#parts.optimizer,
			scalars,
			isTrial,
		);
		return async () => {
			const losses = await readLosses();
			const { norm, lossScale } = await update.read();
			const isLoss = !losses.every(Number.isFinite);
			const isFinite = !isLoss && Number.isFinite(norm[0]);
			// A lower loss scale may mend the gradient. A trial step leaves that to the real step.
			const isSkipped = !isLoss && this.#parts.half !== undefined && (isTrial || lossScale[0] > 1);
			if (!isFinite && !isSkipped)
				throw new NonFiniteError(
					`The ${isLoss ? 'loss' : 'gradient'} was not a finite number at step ${scalars.step}. ` +
						(this.#parts.half
							? 'Lower the learning rate, or set the precision to single.'
							: 'Lower the learning rate.'),
					{ step: scalars.step },
				);
			return { losses, gradientNorm: isFinite ? norm[0] : null };
		};
	}
}

function zeros({ layout }: DecoderOnDevice): HostState {
	const none = new Float32Array(layout.tensors.reduce((sum, { size }) => sum + size, 0));
	return { weights: none, firstMoments: none, secondMoments: none };
}
