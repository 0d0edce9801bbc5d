/** The rows that a run drew, in order, as its steps recorded them. */
import { sentence, type Message } from '#engine/core/message.ts';
import type { StepEvent } from '#lab/training/events.ts';

export interface OrderedRow {
	readonly step: number;
	/** In the batch, from 0. */
	readonly position: number;
	/** Index in the experiment's skills. */
	readonly skill: number;
	/** Index of the training row. */
	readonly row: number;
	/** The factor of the row's loss, if the run weighed losses. */
	readonly weight?: number;
}

/** `counts`: training rows by skill. A message names the step whose rows are not known. */
export function rowOrder(
	steps: readonly StepEvent[],
	counts: readonly number[],
): OrderedRow[] | Message {
	const order: OrderedRow[] = [];
	for (const { step, batch, lossWeights } of steps) {
		// A run file from outside may have any numbers.
		const isKnown = batch?.skills.every((skill, i) => batch.rows[i] < counts[skill]);
		if (!isKnown) return sentence('lab.run.rowsOfStepUnknown', { step });
		batch!.skills.forEach((skill, position) => {
			const row = { step, position, skill, row: batch!.rows[position] };
			order.push(lossWeights ? { ...row, weight: lossWeights[skill] } : row);
		});
	}
	return order;
}
