/** What the trained skills have reached on average, beside an earlier evaluation. */
import { headline, isNoneRight } from '#engine/core/exactMatch.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { headlineRows, onSameRows } from '#lab/run/sameRows.ts';
import type { EvaluationEvent } from '#lab/training/events.ts';
import * as format from '#languages/format.ts';

/** Both figures are of the same rows. null: nothing is tested, or old losses do not compare. */
export function readStanding(
	earlier: EvaluationEvent | undefined,
	now: EvaluationEvent | undefined,
	{ skills }: Pick<Experiment, 'skills'>,
) {
	if (!earlier || !now) return null;
	const same = onSameRows(earlier, now, skills);
	const isTrained = skills.map(({ use }) => use === 'train');
	const asLoss = isNoneRight([same.before, same.after], isTrained);
	const [before, after] = [same.before, same.after].map((scores) =>
		headline(scores, isTrained, asLoss),
	);
	if (!before || !after || (after.unit === 'loss' && !same.areLossesComparable)) return null;
	const { unit } = after;
	const write = unit === 'loss' ? format.loss : format.percent;
	return {
		same,
		isTrained,
		unit,
		was: write(before.average),
		now: write(after.average),
		rows: headlineRows(same.before, isTrained, unit),
	};
}
