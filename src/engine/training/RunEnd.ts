/** The last step of a run, by its step limit or its budget, and its learning rates. */
import { mean } from '#engine/core/statistics.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import type { Schedule, TrainingSettings } from './settings.ts';

/** The used part of a run's budget. */
export interface Spent {
	/** Tokens of the batches, without padding. */
	readonly tokens: number;
	/** Wall time of steps, probes and preparations. */
	readonly milliseconds: number;
}

export class RunEnd {
	#tokens: number;
	#milliseconds: number;
	#last: number;

	/** No clock ends the run up to step `stepsBeforeLoss`: the run trained past it before. */
	constructor(
		private readonly settings: TrainingSettings,
		spent: Spent | undefined,
		private readonly stepsBeforeLoss = 0,
	) {
		const { budget, steps } = settings;
		this.#tokens = spent?.tokens ?? 0;
		this.#milliseconds = spent?.milliseconds ?? 0;
		this.#last = Math.min(steps, (budget?.kind === 'seconds' && budget.stopped) || steps);
	}

	/** The last step as known so far. A budget brings it nearer when it is used up. */
	get last(): number {
		return this.#last;
	}
	isLast(step: number): boolean {
		return step === this.#last;
	}
	/** The run ends at the newest sent step. */
	get isTimeUp(): boolean {
		const { budget } = this.settings;
		if (budget?.kind !== 'seconds' || budget.stopped !== undefined) return false;
		return this.#milliseconds >= 1000 * budget.seconds;
	}
	get spent(): Spent {
		return { tokens: this.#tokens, milliseconds: this.#milliseconds };
	}

	/** Counts the batch of a step that is sent. */
	countTokens(step: number, tokens: number): void {
		const { budget } = this.settings;
		this.#tokens += tokens;
		if (budget?.kind === 'tokens' && this.#tokens >= budget.tokens) this.#end(step);
	}

	/** Counts wall time. `newest`: the finished step if no later one was sent: the run may end. */
	countTime(milliseconds: number, newest?: number): void {
		this.#milliseconds += milliseconds;
		if (this.isTimeUp && newest !== undefined && newest > this.stepsBeforeLoss) this.#end(newest);
	}

	/**
	 * The learning rate of a step that is not sent yet. Under a token budget the schedule runs over
	 * tokens. `tokens`: those of its batch; default: the mean of the batches before.
	 */
	learningRate(step: number, tokens?: number): number {
		const { budget, steps, optimizer, schedule } = this.settings;
		const peak = optimizer.learningRate;
		if (budget?.kind !== 'tokens') return learningRateAt(step, steps, peak, schedule);
		const expected = step > 1 ? this.#tokens / (step - 1) : budget.tokens / steps;
		return learningRateOver((this.#tokens + (tokens ?? expected)) / budget.tokens, peak, schedule);
	}

	#end(step: number): void {
		this.#last = Math.min(this.#last, step);
	}
}

type Planned = Pick<TrainingSettings, 'steps' | 'schedule' | 'budget' | 'batching'>;

/**
 * The number of steps that policies plan for. A run that trained on keeps its first plan. Under a
 * token budget: the steps that reach it if all trained skills have equal shares. A policy that
 * draws longer examples trains fewer steps.
 */
export function expectedSteps(
	{ steps, schedule, budget, batching }: Planned,
	trained: readonly Pick<EncodedSkill, 'train'>[],
): number {
	if (budget?.kind !== 'tokens') return schedule.stretches?.[0]?.steps ?? steps;
	const lengths = trained.flatMap(({ train: { count, offsets } }) =>
		count > 0 ? [offsets[count] / count] : [],
	);
	const length = mean(lengths);
	const reached = Math.ceil(budget.tokens / (batching.size * length));
	return reached >= 1 ? Math.min(steps, reached) : steps;
}

/**
 * The rate of a schedule: linear warm-up, then constant, or linear or cosine decay to a floor.
 * `step` counts from 1. The first rate is peak / warm-up steps, the last one peak × floor; so of
 * each stretch that began again.
 */
export function learningRateAt(
	step: number,
	steps: number,
	peak: number,
	schedule: Schedule,
): number {
	const { kind, warmup, floor, stretches = [] } = schedule;
	const stretch = stretches.find(({ until }) => step <= until);
	const before = stretches.filter(({ until, then }) => until < step && then === 'again');
	const start = before.at(-1)?.until ?? 0;
	const length = (stretch?.steps ?? steps) - start;
	const place = step - start;
	const warmSteps = Math.round(warmup * length);
	if (place <= warmSteps) return (peak * place) / warmSteps;
	if (kind === 'constant') return peak;
	const progress = Math.min(1, (place - warmSteps) / Math.max(1, length - warmSteps));
	return decayed(progress, peak, kind, floor);
}

/** The schedule over a budget. `progress`: the share that is used after the step. */
export function learningRateOver(
	progress: number,
	peak: number,
	{ kind, warmup, floor }: Schedule,
): number {
	if (progress <= warmup) return (peak * progress) / warmup;
	if (kind === 'constant') return peak;
	const after = warmup < 1 ? Math.min(1, (progress - warmup) / (1 - warmup)) : 1;
	return decayed(after, peak, kind, floor);
}

function decayed(
	progress: number,
	peak: number,
	kind: Exclude<Schedule['kind'], 'constant'>,
	floor: number,
): number {
	const share = kind === 'linear' ? 1 - progress : (1 + Math.cos(Math.PI * progress)) / 2;
	return peak * (floor + (1 - floor) * share);
}
