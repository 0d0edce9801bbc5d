/**
 * The failure of a run: its step and reason, what is stored, and a learning rate to try after
 * non-finite numbers.
 */
import { InternalError, LabError, NonFiniteError } from '#core/errors.ts';
import type { RunEvent } from '#training/events.ts';
import { defaultLearningRate } from './defaultExperiment.ts';
import type { RunMessage } from './messages.ts';
import { runText } from './words.en.ts';

export interface RunFailure {
	readonly error: LabError;
	readonly event: Extract<RunEvent, { type: 'failed' }>;
}

export interface Failing {
	/** Completed steps. */
	readonly done: number;
	/** Step of the last checkpoint; null: the stored run was deleted. */
	readonly kept: number | null;
	/** Peak of the schedule. */
	readonly learningRate: number;
}

export function runFailure(thrown: unknown, { done, kept, learningRate }: Failing): RunFailure {
	const cause =
		thrown instanceof LabError
			? thrown
			: new InternalError(
					thrown instanceof Error ? thrown.message : String(thrown),
					{},
					{ cause: thrown },
				);
	if (cause instanceof NonFiniteError) {
		// A failed training step is not a completed one. Its error has its number.
		const step = typeof cause.data['step'] === 'number' ? cause.data['step'] : done;
		const suggested = suggestedLearningRate(learningRate);
		const message: RunMessage = {
			id: 'run.diverged',
			values: { cause: cause.message, step, kept, learningRate, suggested },
		};
		return {
			error: new NonFiniteError(
				runText(message),
				{ ...cause.data, step, suggestedLearningRate: suggested },
				{ cause },
			),
			event: { type: 'failed', step, message, suggestedLearningRate: suggested },
		};
	}
	const message: RunMessage = {
		id: 'run.broke',
		values: { cause: cause.message, step: done, kept },
	};
	return { error: cause, event: { type: 'failed', step: done, message } };
}

/** A third, to two significant digits, and at most the default. */
const suggestedLearningRate = (learningRate: number): number =>
	Math.min(defaultLearningRate, Number((learningRate / 3).toPrecision(2)));
