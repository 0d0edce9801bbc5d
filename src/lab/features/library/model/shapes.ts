/** The registry of row shapes. To add one, write a file in shapes/ and add it to this list. */
import { highest } from '#engine/core/statistics.ts';
import { alpaca, alpacaHistory } from './shapes/alpaca.ts';
import { chatCompletions, chatPairs } from './shapes/chatPairs.ts';
import { labelled } from './shapes/labelled.ts';
import { mtBench } from './shapes/mtBench.ts';
import { openAiMessages } from './shapes/openAiMessages.ts';
import { promptCompletion, questionAnswer, svamp } from './shapes/pairs.ts';
import { rawText } from './shapes/rawText.ts';
import { shareGpt } from './shapes/shareGpt.ts';
import { shareGptTools } from './shapes/shareGptTools.ts';
import type { Row, RowShape } from './shapes/shape.ts';
import { toolMessages, weightedMessages } from './shapes/toolMessages.ts';

/** If a row fits two shapes, the earlier one is used. */
export const rowShapes: readonly RowShape[] = [
	openAiMessages,
	shareGpt,
	alpaca,
	questionAnswer,
	promptCompletion,
	svamp,
	mtBench,
	rawText,
	chatPairs,
	toolMessages,
	shareGptTools,
	weightedMessages,
	alpacaHistory,
	chatCompletions,
	labelled,
];

export { scalarText, toRow, type Row, type RowShape } from './shapes/shape.ts';

/** Shapes that read more columns, where few rows may have them. The first one counts. */
const fuller = new Map<RowShape, readonly RowShape[]>([
	[openAiMessages, [labelled, weightedMessages, toolMessages]],
	[shareGpt, [labelled, shareGptTools]],
	[alpaca, [labelled, alpacaHistory]],
	[promptCompletion, [labelled]],
	[chatPairs, [labelled, chatCompletions]],
]);

/**
 * The shape of more than half of the first 20 rows; null if there is none. If one of `rows` has
 * tools, weights, labels or a history, that shape.
 */
export function recogniseShape(rows: readonly Row[]): RowShape | null {
	const seen = rows.slice(0, 20);
	const fits = rowShapes.map((shape) => seen.filter((row) => shape.matches(row)).length);
	const bestFit = highest(fits);
	if (bestFit <= seen.length / 2) return null;
	const shape = rowShapes[fits.indexOf(bestFit)];
	return fuller.get(shape)?.find((more) => rows.some((row) => more.matches(row))) ?? shape;
}
