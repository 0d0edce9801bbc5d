/** Where a run ends: after its last step, or with the step that uses up its budget; and the learning rate on the way there. */
import type { EncodedSkill } from '#data/encoded.ts';
import { learningRateAt, learningRateOver } from './schedule.ts';
import type { TrainingSettings } from './settings.ts';

/** What a run has used of its budget: with the step all that it needs to go on. */
export interface Spent {
	/** Of the batches, without padding. */
	readonly tokens: number;
	/** Wall time of steps, probes and preparations. */
	readonly milliseconds: number;
}

export class RunEnd {
	readonly #settings: TrainingSettings;
	readonly #told: number;
	#tokens: number;
	#milliseconds: number;
	#last: number;

	/** `told`: no clock ends the run up to this step. It was done before, and the run went on after it. */
	constructor(settings: TrainingSettings, spent: Spent | undefined, told = 0) {
		const { budget, steps } = settings;
		this.#settings = settings;
		this.#told = told;
		this.#tokens = spent?.tokens ?? 0;
		this.#milliseconds = spent?.milliseconds ?? 0;
		this.#last = Math.min(steps, (budget?.kind === 'seconds' && budget.stopped) || steps);
	}

	/** As far as it is known: the end under a budget is nearer once it is reached. */
	get last(): number {
		return this.#last;
	}
	isLast(step: number): boolean {
		return step === this.#last;
	}
	get spent(): Spent {
		return { tokens: this.#tokens, milliseconds: this.#milliseconds };
	}

	/** Step `step` is about to be sent, on a batch of so many tokens. */
	countTokens(step: number, tokens: number): void {
		const { budget } = this.#settings;
		this.#tokens += tokens;
		if (budget?.kind === 'tokens' && this.#tokens >= budget.tokens) this.#end(step);
	}

	/** So much time went by. `newest`: the step that is done, where none was sent after it: the run may end there. */
	countTime(milliseconds: number, newest?: number): void {
		const { budget } = this.#settings;
		this.#milliseconds += milliseconds;
		if (budget?.kind !== 'seconds' || budget.stopped !== undefined) return;
		const isUp = this.#milliseconds >= 1000 * budget.seconds;
		if (isUp && newest !== undefined && newest > this.#told) this.#end(newest);
	}

	/**
	 * Of a step that was not sent yet. Under a budget of tokens the schedule runs over them: `tokens` of its batch, and where that is
	 * not drawn yet as many as the mean of those before.
	 */
	learningRate(step: number, tokens?: number): number {
		const { budget, steps, optimizer, schedule } = this.#settings;
		const peak = optimizer.learningRate;
		if (budget?.kind !== 'tokens') return learningRateAt(step, steps, peak, schedule);
		const expected = step > 1 ? this.#tokens / (step - 1) : budget.tokens / steps;
		return learningRateOver((this.#tokens + (tokens ?? expected)) / budget.tokens, peak, schedule);
	}

	#end(step: number): void {
		this.#last = Math.min(this.#last, step);
	}
}

/**
 * Under a budget of tokens as many as batches of equal shares of the trained skills take to reach it: the steps of the experiment are
 * only the most that there may be. A policy that draws longer examples has fewer. Else the experiment's steps.
 */
export function expectedSteps(
	{ steps, budget, batching }: Pick<TrainingSettings, 'steps' | 'budget' | 'batching'>,
	trained: readonly Pick<EncodedSkill, 'train'>[],
): number {
	if (budget?.kind !== 'tokens') return steps;
	const lengths = trained.flatMap(({ train: { count, offsets } }) =>
		count > 0 ? [offsets[count] / count] : [],
	);
	const length = lengths.reduce((sum, each) => sum + each, 0) / lengths.length;
	const reached = Math.ceil(budget.tokens / (batching.size * length));
	return reached >= 1 ? Math.min(steps, reached) : steps;
}
