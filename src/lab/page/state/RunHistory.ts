/** The measurements of a run as typed-array columns by step. Plain data, without proxies. */
import { sum, mean, median } from '#engine/core/statistics.ts';
import type { EvaluationEvent, StepEvent } from '#lab/training/events.ts';

/** Steps that fit at first. The columns double, so planned steps take no memory. */
const firstRoom = 1024;
const runColumns = ['loss', 'milliseconds', 'probing', 'wrong'] as const;
/** An example that a step trained on. */
export interface DrawnExample {
	/** Index in the experiment. */
	readonly skill: number;
	/** Index in the skill's training examples. */
	readonly row: number;
	/** Nats per answer token before the update. */
	readonly loss: number;
}
const skillColumns = ['skillLoss', 'weights', 'drawn', 'tokens'] as const;

export class RunHistory {
	/** Steps that are done: columns are valid at 1 … length. NaN: not measured. */
	length = 0;
	loss!: Float64Array;
	milliseconds!: Float64Array;
	/** [step]: milliseconds of the probes after it; NaN without probes. */
	probing!: Float64Array;
	/** [step]: share of answers in the batch that are known to be wrong; NaN without such a skill. */
	wrong!: Float64Array;
	/** [skill][step]: mean training loss in nats per answer token. */
	skillLoss!: readonly Float64Array[];
	/** [skill][step]: share of the mix. */
	weights!: readonly Float64Array[];
	/** [skill][step]: examples and tokens drawn up to this step. */
	drawn!: readonly Float64Array[];
	tokens!: readonly Float64Array[];
	/** [step]: the examples of its batch; the earliest runs did not record them. */
	readonly #batches: StepEvent['batch'][] = [];
	/** By rising step; the first is the base model's. */
	readonly evaluations: EvaluationEvent[] = [];
	/** The end of the step axis: the planned steps, or the expected last step under a budget. */
	steps: number;
	readonly #maxSteps: number;

	/** `steps`: the maximum. */
	constructor(
		readonly skills: number,
		steps: number,
	) {
		this.steps = steps;
		this.#maxSteps = steps;
		const column = () => new Float64Array(Math.min(steps + 1, firstRoom)).fill(NaN);
		for (const name of runColumns) this[name] = column();
		for (const name of skillColumns) this[name] = Array.from({ length: skills }, column);
	}

	addStep(event: StepEvent): void {
		const at = event.step;
		if (at < 1 || at > this.#maxSteps) return;
		if (at >= this.loss.length) this.#makeRoom(at);
		this.loss[at] = event.loss;
		this.milliseconds[at] = event.milliseconds;
		this.probing[at] = event.probeMilliseconds ?? NaN;
		this.wrong[at] = event.noisy ? sum(event.noisy) / sum(event.drawn) : NaN;
		for (let skill = 0; skill < this.skills; skill++) {
			this.skillLoss[skill][at] = event.skillLoss[skill] ?? NaN;
			this.weights[skill][at] = event.weights[skill] ?? 0;
			this.drawn[skill][at] = previous(this.drawn[skill], at) + (event.drawn[skill] ?? 0);
			this.tokens[skill][at] = previous(this.tokens[skill], at) + (event.tokens[skill] ?? 0);
		}
		this.#batches[at] = event.batch;
		this.length = Math.max(this.length, at);
	}

	/** The examples of the step's batch, in its order. Empty before the first step. */
	batchAt(step: number): readonly DrawnExample[] {
		const { skills = [], rows = [], losses = [] } = this.#batches[step] ?? {};
		return skills.map((skill, i) => ({ skill, row: rows[i], loss: losses[i] / 1000 }));
	}

	/**
	 * The part of the skill's `examples` that is still unused in this epoch, 0 to 1. An epoch ends
	 * empty, and the next example begins a new one.
	 */
	leftInEpoch(skill: number, step: number, examples: number): number {
		const drawn = step > 0 ? this.drawn[skill][Math.min(step, this.length)] || 0 : 0;
		return drawn === 0 ? 1 : 1 - (((drawn - 1) % examples) + 1) / examples;
	}

	#makeRoom(step: number): void {
		const size = Math.min(this.#maxSteps + 1, Math.max(step + 1, 2 * this.loss.length));
		const larger = (column: Float64Array) => {
			const grown = new Float64Array(size).fill(NaN);
			grown.set(column);
			return grown;
		};
		for (const name of runColumns) this[name] = larger(this[name]);
		for (const name of skillColumns) this[name] = this[name].map(larger);
	}

	/** The skill's share of the examples (`drawn`) or tokens up to `step`; NaN before step 1. */
	achieved(counts: 'drawn' | 'tokens', skill: number, step: number): number {
		return this[counts][skill][step] / sum(this[counts].map((column) => column[step]));
	}

	/** Mean share of the skill in the mix up to `step`: what the policy requested. */
	requested(skill: number, step: number): number {
		return finiteSum(this.weights[skill], 1, step) / step;
	}

	/** A second evaluation of a step replaces the first: a run may be stopped there. */
	addEvaluation(event: EvaluationEvent): void {
		let at = this.evaluations.length;
		while (at > 0 && this.evaluations[at - 1].step >= event.step) at--;
		this.evaluations.splice(at, this.evaluations[at]?.step === event.step ? 1 : 0, event);
	}

	/** The newest evaluation at or before `step`. */
	evaluationAt(step: number): EvaluationEvent | undefined {
		return this.evaluations.findLast((evaluation) => evaluation.step <= step);
	}

	get base(): EvaluationEvent | undefined {
		return this.evaluations[0]?.step === 0 ? this.evaluations[0] : undefined;
	}

	get latest(): EvaluationEvent | undefined {
		return this.evaluations.at(-1);
	}

	/**
	 * Median of the last 20 steps, so that one slow step (a compile) does not count, plus the mean
	 * time of probes over the last 100 steps, because probes are rarer.
	 */
	get millisecondsPerStep(): number | null {
		const { ownStep } = this;
		if (ownStep === null) return null;
		const from = Math.max(1, this.length - 99);
		return ownStep + finiteSum(this.probing, from, this.length) / (this.length - from + 1);
	}

	/** Without probes. */
	get ownStep(): number | null {
		const recent = this.milliseconds
			.subarray(Math.max(1, this.length - 19), this.length + 1)
			.filter(Number.isFinite);
		return recent.length === 0 ? null : median(recent);
	}

	/** The probes' share of the training time up to `step`; null without probes. */
	probeShare(step: number): number | null {
		const to = Math.min(step, this.length);
		const probing = finiteSum(this.probing, 1, to);
		return probing > 0 ? probing / (probing + finiteSum(this.milliseconds, 1, to)) : null;
	}

	/** Share of answers up to `step` that are known to be wrong; null without such a skill. */
	wrongShare(step: number): number | null {
		const known = this.wrong.subarray(1, Math.min(step, this.length) + 1).filter(Number.isFinite);
		return known.length > 0 ? mean(known) : null;
	}

	/** Over the last 20 steps; null before the first. */
	get tokensPerSecond(): number | null {
		const from = Math.max(0, this.length - 20);
		let tokens = 0;
		let milliseconds = 0;
		for (let step = from + 1; step <= this.length; step++) {
			milliseconds += this.milliseconds[step] || 0;
			for (const column of this.tokens) tokens += (column[step] || 0) - previous(column, step);
		}
		return milliseconds > 0 ? (1000 * tokens) / milliseconds : null;
	}
}

function previous(column: Float64Array, step: number): number {
	return step > 1 ? column[step - 1] || 0 : 0;
}

function finiteSum(values: ArrayLike<number>, from: number, to: number): number {
	let sum = 0;
	for (let i = from; i <= to; i++) if (Number.isFinite(values[i])) sum += values[i];
	return sum;
}
