/** Follows the performance P(M) = − validation loss over a run: asks for it, reads it, and keeps the first as its scale. */
import type { Json } from '#core/json.ts';
import type { MeasureProbe, Observation } from '../policy.ts';
import { validationLoss, type ValidationBatch } from './validation.ts';

const id = 'RAISE validation';

export class ValidationWatch {
	readonly #batch: ValidationBatch;
	/** Loss of the start weights of the run, nats; null before the first measurement that is a number. */
	#start: number | null = null;
	#loss: number | null = null;
	/** Measurements that were no finite number: the loss before them was kept. */
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
	/** P(M) in units of the loss at the start: −1 there, towards 0. */
	get performance(): number {
		if (this.#start === null || this.#loss === null) return -1;
		return -this.#loss / Math.max(this.#start, 1e-8);
	}

	/** The first asks for the start weights as well: the policy may begin in the middle of a run. */
	probe(): MeasureProbe {
		const quantities = this.#start === null ? (['loss', 'baseLoss'] as const) : (['loss'] as const);
		return { kind: 'measure', id, examples: this.#batch.examples, quantities };
	}

	/** The fall of the loss since the last measurement (the reward, 0 if it is no number); null if there was none to compare. */
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
