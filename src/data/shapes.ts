/** The shapes of rows that are recognised by themselves. A new one: a file in shapes/ and its name in this list. */
import { alpaca } from './shapes/alpaca.ts';
import { openAiMessages } from './shapes/openAiMessages.ts';
import { promptCompletion } from './shapes/promptCompletion.ts';
import { questionAnswer } from './shapes/questionAnswer.ts';
import { rawText } from './shapes/rawText.ts';
import { shareGpt } from './shapes/shareGpt.ts';
import type { Row, RowShape } from './shapes/shape.ts';

/** Where rows fit two, the earlier one is taken. */
export const rowShapes: readonly RowShape[] = [
	openAiMessages,
	shareGpt,
	alpaca,
	questionAnswer,
	promptCompletion,
	rawText,
];

export { RowError, scalarText, toRow, type Row, type RowShape } from './shapes/shape.ts';

/** The shape that more than half of the first 20 rows have, or null: then the visitor maps the columns. */
export function recogniseShape(rows: readonly Row[]): RowShape | null {
	const seen = rows.slice(0, 20);
	const fits = rowShapes.map((shape) => seen.filter((row) => shape.matches(row)).length);
	const most = Math.max(...fits);
	return most > seen.length / 2 ? rowShapes[fits.indexOf(most)] : null;
}
