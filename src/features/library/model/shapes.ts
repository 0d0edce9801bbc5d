/** The registry of row shapes. To add one, write a file in shapes/ and add it to this list. */
import { highest } from '#core/statistics.ts';
import { alpaca } from './shapes/alpaca.ts';
import { chatPairs } from './shapes/chatPairs.ts';
import { mtBench } from './shapes/mtBench.ts';
import { openAiMessages } from './shapes/openAiMessages.ts';
import { promptCompletion, questionAnswer, svamp } from './shapes/pairs.ts';
import { rawText } from './shapes/rawText.ts';
import { shareGpt } from './shapes/shareGpt.ts';
import { shareGptTools } from './shapes/shareGptTools.ts';
import type { Row, RowShape } from './shapes/shape.ts';
import { toolMessages } from './shapes/toolMessages.ts';

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
];

export { scalarText, toRow, type Row, type RowShape } from './shapes/shape.ts';

/** The shape of rows with tools, where most rows have none. */
const withTools = new Map([
	[openAiMessages, toolMessages],
	[shareGpt, shareGptTools],
]);

/**
 * The shape of more than half of the first 20 rows; null if there is none. Messages are read with
 * their tools if one of these rows has tools.
 */
export function recogniseShape(rows: readonly Row[]): RowShape | null {
	const seen = rows.slice(0, 20);
	const fits = rowShapes.map((shape) => seen.filter((row) => shape.matches(row)).length);
	const most = highest(fits);
	if (most <= seen.length / 2) return null;
	const shape = rowShapes[fits.indexOf(most)];
	const tools = withTools.get(shape);
	return tools && seen.some((row) => tools.matches(row)) ? tools : shape;
}
