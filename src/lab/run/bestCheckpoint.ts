/** A run's best checkpoint so far, by the measure of its experiment (`evaluation.best`). */
import type { RunEvent } from '#lab/training/events.ts';
import type { Experiment } from './experiment.ts';
import type { BestCheckpoint } from './stores.ts';

export type { BestCheckpoint };

/** A loss is better when lower, an exact match when higher. */
export const isLossMeasure = ({ evaluation: { best } }: Pick<Experiment, 'evaluation'>): boolean =>
	best === 'loss' || best === 'skill';

/** The best of `before` and the events. On a tie the earlier step stays. */
export function bestCheckpoint(
	experiment: Pick<Experiment, 'evaluation'>,
	events: readonly RunEvent[],
	before?: BestCheckpoint,
): BestCheckpoint | undefined {
	const sign = isLossMeasure(experiment) ? -1 : 1;
	let best = before;
	for (const event of events)
		if (event.type === 'validated' && (!best || sign * event.value > sign * best.value))
			best = { step: event.step, value: event.value };
	return best;
}
