/** The names at the ends of a chart's lines: where they stand, and the room that they need. */
import { highest } from '#engine/core/statistics.ts';
import type { CurvePanel, StackPanel } from './figure.ts';
import type { Scale } from './scales.ts';
import { isMeasured } from './series.ts';
import { textWidth } from './text.ts';

/** The letters are 12 pixels high and bold, which makes them up to a fifth wider. */
export const nameSize = 12 * 1.2;
/** Pixels from one name to the next, and from a line's end to its name. */
const lineHeight = 15;
export const beside = 7;

/** Pixels that the plot keeps before long names get more than a third of the chart. */
const plotWidth = 240;

/** The room right of the plot in pixels; 0 without names. */
export function roomForNames(panel: CurvePanel | StackPanel, width: number): number {
	if (panel.kind !== 'curves') return 0;
	const names = panel.lines.flatMap(({ endName }) => endName ?? []);
	const widest = highest(names.map((name) => textWidth(name, nameSize)));
	if (names.length === 0) return 0;
	return Math.min(Math.ceil(widest) + beside, Math.max(width / 3, width - plotWidth));
}

/** Levels for names that want to stand at `wanted`, `apart` from each other, `top` to `foot`. */
export function spreadLevels(
	wanted: readonly number[],
	top: number,
	foot: number,
	apart = lineHeight,
): number[] {
	const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
	const levels = wanted.map((level) => Math.max(level, top));
	for (let k = 1; k < order.length; k++)
		levels[order[k]] = Math.max(levels[order[k]], levels[order[k - 1]] + apart);
	let limit = foot;
	for (const i of order.toReversed()) {
		levels[i] = Math.min(levels[i], limit);
		limit = levels[i] - apart;
	}
	return levels;
}

/** Each named line with values: its end, and the level of its name. */
export function endNames({ lines }: CurvePanel, x: Scale, y: Scale) {
	const ends = lines.flatMap(({ endName, stroke, steps, values }) => {
		const at = endName === undefined ? -1 : lastMeasured(values);
		if (endName === undefined || at < 0) return [];
		return [{ name: endName, stroke, x: x(steps[at]), y: y(values[at]!) }];
	});
	const [foot, top] = y.range();
	const levels = spreadLevels(
		ends.map((end) => end.y),
		top,
		// Above the numbers of the axis.
		foot - lineHeight / 2,
	);
	return ends.map((end, i) => ({ ...end, level: levels[i] }));
}

function lastMeasured(values: ArrayLike<number | null>): number {
	for (let i = values.length - 1; i >= 0; i--) if (isMeasured(values[i])) return i;
	return -1;
}
