/** Numbers of a report as its plots and grids show them: text, and shades. */
import { highest, lowest } from '#engine/core/statistics.ts';
import type { Measure, Unit } from '../../model/measures.ts';
import { minus, valueText } from '../../model/part.ts';

/** Shares in per cent with one digit, losses in nats with two. */
export const shortText = (value: number, unit: Unit): string => valueText(value, unit, 2);

/** A tick of an axis, without trailing zeros. */
export const tickText = (value: number, unit: Unit): string =>
	minus(String(Number((unit === 'share' ? 100 * value : value).toPrecision(6))));

/** A background for each score: from the worst of `scores`, near the paper, to the best. */
export function listShades(
	scores: readonly number[],
	better: Measure['better'],
): (score: number) => string {
	const [low, high] = [lowest(scores), highest(scores)];
	return (score) => {
		const share = high === low ? 0 : (score - low) / (high - low);
		const good = better === 'higher' ? share : 1 - share;
		return `color-mix(in srgb, var(--accent) ${Math.round(6 + 30 * good)}%, var(--paper))`;
	};
}
