/** The measured transfer table as a matrix over the skills of a run. Pure. */
import type { MeasuredTransfer, TransferFigure } from '#lab/run/measuredTransfer.ts';

export interface MeasuredCell extends TransferFigure {
	readonly learner: number;
	readonly helper: number;
}

/** The pairs whose skills are both in `ids`, as indices into it. */
export function measuredCells(
	{ pairs }: MeasuredTransfer,
	ids: readonly string[],
): readonly MeasuredCell[] {
	return pairs.flatMap(({ learner, helper, ...figure }) => {
		const indices = { learner: ids.indexOf(learner), helper: ids.indexOf(helper) };
		return indices.learner < 0 || indices.helper < 0 ? [] : [{ ...figure, ...indices }];
	});
}

/** rows[learner][helper]; null if not measured. */
export function measuredRows(
	cells: readonly MeasuredCell[],
	skills: number,
): readonly (readonly (number | null)[])[] {
	const rows = Array.from({ length: skills }, () =>
		Array.from({ length: skills }, (): number | null => null),
	);
	for (const { learner, helper, mean } of cells) rows[learner][helper] = mean;
	return rows;
}
