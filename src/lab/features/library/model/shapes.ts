/** The registry of row shapes, and which of them a file has. */
import { isObject, type Json } from '#engine/core/json.ts';
import { highest } from '#engine/core/statistics.ts';
import { choices } from './shapes/choices.ts';
import * as columns from './shapes/columns.ts';
import type { FileFacts } from './shapes/facts.ts';
import { openAiMessages, shareGpt } from './shapes/messages.ts';
import { isFilled, isTurns, type Row, type RowShape } from './shapes/shape.ts';

export { FileFacts, type Decision } from './shapes/facts.ts';
export { isRow, scalarText, toRow, withLists, type Row, type RowShape } from './shapes/shape.ts';

/** If a row fits two shapes, the earlier one is used. */
export const rowShapes: readonly RowShape[] = [
	columns.preferred,
	openAiMessages,
	shareGpt,
	choices,
	columns.alpaca,
	columns.questionAnswer,
	columns.promptCompletion,
	columns.svamp,
	columns.mtBench,
	columns.rawText,
];

/** The shape of more than half of the first 20 rows; null if there is none. */
export function recogniseShape(rows: readonly Row[], facts: FileFacts): RowShape | null {
	const seen = rows.slice(0, 20);
	const fits = rowShapes.map((shape) => seen.filter((row) => shape.matches(row)).length);
	const bestFit = highest(fits);
	if (bestFit <= seen.length / 2) return null;
	const shape = rowShapes[fits.indexOf(bestFit)];
	return shape === columns.rawText && askedColumn(seen, facts) ? null : shape;
}

/** Names of columns for which the visitor decides what is to be learned. */
const askedNames = {
	pair:
		'label labels label_text label_name class sentiment emotion emotions intent stars rating ' +
		'toxic target targets answer answers output outputs response completion translation code ' +
		'summary highlights kto_tag',
	messages: 'role from speaker',
};

const isAskedName = (kind: keyof typeof askedNames, column: string): boolean =>
	askedNames[kind].split(' ').includes(column.toLowerCase());
/** An answer is a text, a number or a mark. */
const isNoText = (value: Json | undefined): boolean =>
	typeof value === 'object' && value !== null && !isTurns(value);

const isNode = (value: Json | undefined): boolean =>
	isObject(value) && ['children', 'replies'].some((key) => Array.isArray(value[key]));
/** Messages with several continuations each: ChatGPT's export, or OpenAssistant's. */
const isTree = (value: Json): boolean =>
	[value].flat().some(isNode) || (isObject(value) && Object.values(value).some(isNode));

interface Asked {
	readonly kind: keyof typeof askedNames | 'tree' | 'list';
	readonly column: string;
	/** Of a pair: the columns of the text, and the number of different answers if it is small. */
	readonly texts?: readonly string[];
	readonly values?: number;
}

/** A column beside a text, or one with trees, that the visitor has to decide about; null: none. */
export function askedColumn(rows: readonly Row[], facts: FileFacts): Asked | null {
	const tree = rows.flatMap((row) => Object.keys(row).filter((key) => isTree(row[key])))[0];
	if (tree !== undefined) return { kind: 'tree', column: tree };
	const list = Object.keys(rows[0] ?? {}).find(
		(key) => isAskedName('pair', key) && rows.every((row) => isNoText(row[key])),
	);
	if (list !== undefined) return { kind: 'list', column: list };
	const hasText = (row: Row, key: string) => isFilled(row[key]) && !isNoText(row[key]);
	const filled = [
		...new Set(rows.flatMap((row) => Object.keys(row).filter((key) => hasText(row, key)))),
	];
	const plain = filled.find((name) => columns.texts.includes(name));
	const speaker = filled.find((name) => isAskedName('messages', name));
	if (plain !== undefined && speaker !== undefined) return { kind: 'messages', column: speaker };
	const column =
		filled.find((name) => isAskedName('pair', name)) ??
		filled.find((name) => name !== plain && facts.classes(name) > 0);
	if (column === undefined) return null;
	const isText = (name: string) =>
		name !== column && facts.hasWords(name) && facts.classes(name) === 0;
	const texts = plain === undefined ? filled.filter(isText) : [plain];
	return texts.length === 0 ? null : { kind: 'pair', column, texts, values: facts.classes(column) };
}
