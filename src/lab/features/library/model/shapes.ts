/** The registry of row shapes: how each is recognised, and which one reads more of its columns. */
import { say } from '#engine/core/message.ts';
import { highest } from '#engine/core/statistics.ts';
import { RowError } from './formats/format.ts';
import { choices, choicesFromOne } from './shapes/choices.ts';
import * as columns from './shapes/columns.ts';
import * as messages from './shapes/messages.ts';
import { preferred } from './shapes/preferred.ts';
import { isFilled, scalarText, type Row, type RowShape } from './shapes/shape.ts';
import { shareGpt, shareGptTools } from './shapes/shareGpt.ts';
import { bare } from './shapes/watched.ts';

export { scalarText, toRow, withLists, type Row, type RowShape } from './shapes/shape.ts';

const { alpaca, alpacaHistory, promptCompletion } = columns;
const { openAiMessages, weightedMessages, toolMessages, chatPairs, chatCompletions } = messages;

/** A shape, and those that read more columns, which few rows may have. The first fit counts. */
const families: readonly (readonly [RowShape, ...RowShape[]])[] = [
	[openAiMessages, weightedMessages, toolMessages],
	[shareGpt, shareGptTools],
	[alpaca, alpacaHistory],
	[promptCompletion],
	[chatPairs, chatCompletions],
	[choices, choicesFromOne],
];
/** The shape that reads all columns of the row but its label. */
function findReader(row: Row): RowShape | undefined {
	const seen = bare(row);
	const [plain, fuller = plain] = families.find(([shape]) => shape.matches(seen)) ?? [];
	return fuller;
}

/**
 * Answers with a label, as TRL's and LLaMA-Factory's KTO trainers read them: the columns of another
 * shape, and `label` or `kto_tag`. True marks a good answer. A row with false is left out.
 */
const labelled: RowShape = {
	id: 'labelled',
	matches: (row) => readLabel(row) !== undefined && findReader(row) !== undefined,
	toExamples(row) {
		const label = readLabel(row);
		if (label === undefined) throw new RowError(say('label is not true or false.'));
		if (!label)
			throw new RowError(say('The label is false: the lab does not train on bad answers.'));
		const reader = findReader(row);
		if (!reader) throw new RowError(say('The row has a label, but no prompt with an answer.'));
		return reader.toExamples(row);
	},
};

/**
 * CSV has it as text. Spreadsheets write 0 and 1, which may be classes beside other columns: they
 * are if a row of the file has another label.
 */
function readLabel(row: Row): boolean | undefined {
	const text = scalarText(row['label'] ?? row['kto_tag'])?.toLowerCase() ?? '';
	const [no, yes] = promptCompletion.matches(bare(row)) ? ['false 0', 'true 1'] : ['false', 'true'];
	if (yes.split(' ').includes(text)) return true;
	return no.split(' ').includes(text) ? false : undefined;
}

/** If a row fits two shapes, the earlier one is used. */
export const rowShapes: readonly RowShape[] = [
	preferred,
	openAiMessages,
	shareGpt,
	choices,
	alpaca,
	columns.questionAnswer,
	promptCompletion,
	columns.svamp,
	columns.mtBench,
	columns.rawText,
	chatPairs,
	toolMessages,
	shareGptTools,
	weightedMessages,
	alpacaHistory,
	chatCompletions,
	choicesFromOne,
	labelled,
];

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
	if (shape === columns.rawText && askedColumn(seen)) return null;
	const family = families.find(([plain]) => plain === shape);
	const labels = rows.filter((row) => isFilled(row['label']) || isFilled(row['kto_tag']));
	const hasLabels = labels.every((row) => readLabel(row) !== undefined);
	const fuller = family ? [...(hasLabels ? [labelled] : []), ...family.slice(1)] : [];
	return fuller.find((more) => rows.some((row) => more.matches(row))) ?? shape;
}

/** Names of columns beside a text, for which the text alone may not be what is to be learned. */
const answerNames = {
	pair:
		'label labels label_text label_name class sentiment emotion emotions intent stars rating ' +
		'toxic target targets answer answers output outputs response completion translation code ' +
		'summary highlights kto_tag',
	messages: 'role from speaker',
};

/** A column beside a text that the visitor has to decide about; null: none. */
export function askedColumn(
	rows: readonly Row[],
): { readonly kind: keyof typeof answerNames; readonly column: string } | null {
	if (!rows.some((row) => columns.rawText.matches(row))) return null;
	const filled = new Set(
		rows.flatMap((row) => Object.keys(row).filter((key) => isFilled(row[key]))),
	);
	for (const kind of ['messages', 'pair'] as const)
		for (const column of filled)
			if (answerNames[kind].split(' ').includes(column.toLowerCase())) return { kind, column };
	return null;
}
