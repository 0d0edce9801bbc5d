/** The headline of an evaluation in a line of a command. */
import { headline } from '#engine/core/exactMatch.ts';
import type { Evaluation } from '#lab/training/events.ts';
import { percent } from './output.ts';

/** `exact match 62.5 %, worst 50.0 % (sums)`, or the mean held-out loss. */
export function headlineText(
	evaluation: Evaluation,
	isTrained: readonly boolean[],
	nameOf: (skill: number) => string | undefined,
): string {
	const found = headline(evaluation, isTrained);
	if (!found) return '';
	const { unit, average, worst } = found;
	if (unit === 'loss') return `mean held-out loss ${average.toFixed(3)}`;
	const isExact = evaluation.skills.every(({ measure }) => measure === undefined);
	const what = unit === 'tokens' ? 'right next tokens' : isExact ? 'exact match' : 'right answers';
	const least = worst ? `, worst ${percent(worst.exact)} (${nameOf(worst.skill)})` : '';
	return `${what} ${percent(average)}${least}`;
}
