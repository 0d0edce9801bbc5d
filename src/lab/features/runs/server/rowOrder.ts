/** The rows that a run drew, in order: its events name them. */
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

/** A text: why the rows are not known. */
export function rowOrder(steps: readonly StepEvent[]): readonly OrderedRow[] | string {
	const rows: OrderedRow[] = [];
	for (const { step, batch, lossWeights } of steps) {
		if (!batch) return `The rows of step ${step} are not in the run.`;
		for (const [position, skill] of batch.skills.entries()) {
			const place = { step, position, skill, row: batch.rows[position] };
			rows.push(lossWeights ? { ...place, weight: lossWeights[skill] } : place);
		}
	}
	return rows;
}
