/** Tracks the performance P(M) = − validation loss over a run, relative to its first value. */
import type { Json } from '#core/json.ts';
import type { MeasureProbe, Observation } from '../policy.ts';
import { validationLoss, type ValidationBatch } from './validation.ts';

const id = 'RAISE validation';

export class ValidationTracker {
	readonly #batch: ValidationBatch;
	/** Loss with the run's start weights, nats; null before the first finite measurement. */
	#start: number | null = null;
	#loss: number | null = null;
	/** Number of measurements that were not finite; they did not change the loss. */
	#broken = 0;

	constructor(batch: ValidationBatch, saved?: Json) {
		this.#batch = batch;
		if (saved === undefined) return;
		const { start, loss, broken } = saved as unknown as SavedWatch;
		this.#start = start;
		this.#loss = loss;
		this.#broken = broken;
	}

	get start(): number | null {
		return this.#start;
	}
	get loss(): number | null {
		return this.#loss;
	}
	get broken(): number {
		return this.#broken;
	}
	/** P(M) in units of the first loss: −1 at the start, then towards 0. */
	get performance(): number {
		if (this.#start === null || this.#loss === null) return -1;
		return -this.#loss / Math.max(this.#start, 1e-8);
	}

	/**
	 * The first probe also measures the start weights: the policy may begin in the middle of a run.
	 */
	probe(): MeasureProbe {
		const quantities = this.#start === null ? (['loss', 'baseLoss'] as const) : (['loss'] as const);
		return { kind: 'measure', id, examples: this.#batch.examples, quantities };
	}

	/**
	 * The reward: the fall of the loss since the last measurement, 0 if it is not finite. null at the
	 * first measurement.
	 */
	read({ results }: Observation): { readonly reward: number | null } | null {
		const result = results.find((candidate) => candidate.id === id);
		if (result?.kind !== 'measure') return null;
		const { loss, baseLoss } = result.values;
		const now = validationLoss(this.#batch, loss!);
		const start = baseLoss ? validationLoss(this.#batch, baseLoss) : this.#start;
		const before = this.#loss;
		if (!Number.isFinite(now) || !Number.isFinite(start)) {
			this.#broken++;
			return { reward: before === null ? null : 0 };
		}
		this.#start = start;
		this.#loss = now;
		return { reward: before === null ? null : before - now };
	}

	state(): Json {
		return { start: this.#start, loss: this.#loss, broken: this.#broken };
	}
}

interface SavedWatch {
	readonly start: number | null;
	readonly loss: number | null;
	readonly broken: number;
}
