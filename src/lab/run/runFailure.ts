/** A run's failure: step, reason, what is stored, and a learning rate to try after a divergence. */
import { InternalError, LabError, messageOf, NonFiniteError } from '#core/errors.ts';
import { sentence } from '#core/message.ts';
import type { RunEvent } from '#training/events.ts';
import { defaultLearningRate } from './defaultExperiment.ts';
import type { RunMessage } from './messages.ts';
import { runText } from './words.en.ts';

interface Failing {
	/** Completed steps. */
	readonly done: number;
	/** Step of the last checkpoint; null: the stored run was deleted. */
	readonly kept: number | null;
	/** Peak of the schedule. */
	readonly learningRate: number;
}

export function runFailure(
	thrown: unknown,
	{ done, kept, learningRate }: Failing,
): { readonly error: LabError; readonly event: Extract<RunEvent, { type: 'failed' }> } {
	const cause =
		thrown instanceof LabError
			? thrown
			: new InternalError(messageOf(thrown), {}, { cause: thrown });
	if (cause instanceof NonFiniteError) {
		// A failed training step is not a completed one. Its error has its number.
		const step = typeof cause.data['step'] === 'number' ? cause.data['step'] : done;
		const suggested = suggestedLearningRate(learningRate);
		const message: RunMessage = {
			id: 'run.diverged',
			values: { cause: cause.statement, step, kept, learningRate, suggested },
		};
		return {
			error: new NonFiniteError(
				sentence`${runText(message)}`,
				{ ...cause.data, step, suggestedLearningRate: suggested },
				{ cause },
			),
			event: { type: 'failed', step, message, suggestedLearningRate: suggested },
		};
	}
	const values = { cause: cause.statement, step: done, kept };
	const message: RunMessage = { id: 'run.broke', values };
	return { error: cause, event: { type: 'failed', step: done, message } };
}

/** A third, to two significant digits, and at most the default. */
const suggestedLearningRate = (learningRate: number): number =>
	Math.min(defaultLearningRate, Number((learningRate / 3).toPrecision(2)));
