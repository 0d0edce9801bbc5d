/**
 * The failure of a run: its step and reason, what is stored, and a learning rate to try after
 * non-finite numbers.
 */
import { InternalError, LabError, NonFiniteError } from '#core/errors.ts';
import type { RunEvent } from '#training/events.ts';
import { defaultLearningRate } from './defaultExperiment.ts';

export interface RunFailure {
	readonly error: LabError;
	readonly event: Extract<RunEvent, { type: 'failed' }>;
}

export interface Failing {
	/** Completed steps. */
	readonly done: number;
	/** Step of the last checkpoint. */
	readonly kept: number;
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
	const keeps = `Everything up to step ${kept} is kept.`;
	if (cause instanceof NonFiniteError) {
		// A failed training step is not a completed one. Its error has its number.
		const step = typeof cause.data['step'] === 'number' ? cause.data['step'] : done;
		const suggested = suggestedLearningRate(learningRate);
		const message =
			`${cause.message} The run stopped at step ${step}. ${keeps} ` +
			`Start again with a learning rate of ${suggested} instead of ${learningRate}.`;
		return {
			error: new NonFiniteError(
				message,
				{ ...cause.data, step, suggestedLearningRate: suggested },
				{ cause },
			),
			event: { type: 'failed', step, message, suggestedLearningRate: suggested },
		};
	}
	const message = `The run stopped after step ${done}: ${cause.message} ${keeps} Open the run again to go on from there.`;
	return { error: cause, event: { type: 'failed', step: done, message } };
}

/** A third, to two significant digits, and at most the default. */
const suggestedLearningRate = (learningRate: number): number =>
	Math.min(defaultLearningRate, Number((learningRate / 3).toPrecision(2)));
