/** The rows that a run drew, in order: its events name them. */
import type { StepEvent } from '#lab/training/events.ts';

export type OrderedRow = Exclude<ReturnType<typeof rowOrder>, string>[number];

/**
 * `position`: in the batch, from 0. `skill` and `row`: indices of the experiment's skill and of its
 * training row. A text: why the rows are not known.
 */
export function rowOrder(steps: readonly StepEvent[]) {
	const unknown = steps.find(({ batch }) => !batch);
	if (unknown) return `The rows of step ${unknown.step} are not in the run.`;
	return steps.flatMap(({ step, batch }) =>
		batch!.skills.map((skill, position) => ({ step, position, skill, row: batch!.rows[position] })),
	);
}
