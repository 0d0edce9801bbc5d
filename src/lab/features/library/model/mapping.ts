/** Converts a row to examples, by a recognised shape or by chosen columns. */
import type { Json } from '#engine/core/json.ts';
import { fieldError } from '#engine/core/errors.ts';
import { checkedBy } from '#engine/core/fields.ts';
import { say, type Message } from '#engine/core/message.ts';
import { promptAnswer, rawText, type Example } from '#engine/data/example.ts';
import { importRecipe, type RowMapping } from '#engine/data/importRecipe.ts';
import { RowError, type FileRow } from './formats.ts';
import { textAt } from './paths.ts';
import { besideColumns, needsWords, withBeside } from './shapes/beside.ts';
import { watch } from './shapes/watched.ts';
import { joined } from './shapes/shape.ts';
import {
	recogniseShape,
	rowShapes,
	toRow,
	withLists,
	type FileFacts,
	type Row,
	type RowShape,
} from './shapes.ts';

/** What a row gives. `unread`: paths of what it holds besides. */
interface MappedRow {
	readonly examples: readonly Example[];
	readonly unread: readonly string[];
}

type ColumnMapping = Extract<RowMapping, { kind: 'columns' }>;

/** Throws RowError with the reason if the row has no example. */
export type RowReader = (value: Json) => MappedRow;

/** The shape of a mapping; null for columns. Throws InputError if the mapping is invalid. */
export function shapeOf(unchecked: RowMapping): RowShape | null {
	const mapping = checkedBy(importRecipe.entries.mapping, unchecked, 'mapping');
	if (mapping.kind === 'columns') return null;
	const shape = rowShapes.find(({ id }) => id === mapping.shape);
	if (shape) return shape;
	const known = rowShapes.map(({ id }) => id).join(', ');
	throw fieldError(
		'mapping.shape',
		say('{shape} is not known. Known ones: {known}.', { shape: mapping.shape, known }),
	);
}

/** `facts`: of all rows of the file. Throws InputError if the mapping is invalid. */
export function rowReader(mapping: RowMapping, facts: FileFacts): RowReader {
	const shape = shapeOf(mapping);
	if (shape && mapping.kind === 'shape') {
		const { beside = [] } = mapping;
		const mark = facts.marks(shape);
		const read = (row: Row) => {
			if (mark !== undefined) requireGood(facts.isGood(row, mark), mark);
			return withBeside(shape.toExamples(row, facts), row, beside);
		};
		return (value) => watched(withLists(toRow(value)), read);
	}
	const { prompt, answer, instruction, system } = mapping as ColumnMapping;
	const read = (row: Row) => {
		const text = joinColumns(row, answer, 'answer');
		if (prompt.length === 0 && instruction === undefined) return [rawText(text)];
		const example = promptAnswer(questionText(row, prompt, instruction), text);
		if (system === undefined) return [example];
		const content = filled(row, system).text;
		return [{ messages: [{ role: 'system', content } as const, ...example.messages] }];
	};
	return (value) => watched(toRow(value), read);
}

function requireGood(isGood: boolean | undefined, key: string): void {
	if (isGood === undefined) throw new RowError(say('{key} is empty.', { key }));
	if (!isGood)
		throw new RowError(say('The label is false: the lab does not train on bad answers.'));
}

function watched(value: Row, read: (row: Row) => readonly Example[]): MappedRow {
	const { row, unread } = watch(value);
	return { examples: read(row), unread: unread() };
}

/** Returns the reason if the row is rejected. */
export function mapRow(row: FileRow, read: RowReader): MappedRow | Message {
	if ('error' in row) return row.error;
	try {
		const mapped = read(row.value);
		return row.lost ? { ...mapped, unread: [...row.lost, ...mapped.unread] } : mapped;
	} catch (error) {
		if (error instanceof RowError) return error.statement;
		throw error;
	}
}

/**
 * The mapping that reads most of these rows: a shape, and the columns that can be read beside it.
 * `facts`: of more rows of their file. null: no shape fits.
 */
export function recogniseMapping(rows: readonly Row[], facts: FileFacts): RowMapping | null {
	const shape = recogniseShape(rows.map(withLists), facts);
	if (!shape) return null;
	const mapping = (beside: readonly string[]): RowMapping => ({
		kind: 'shape',
		shape: shape.id,
		...(beside.length > 0 && { beside }),
	});
	const unread = countUnread(rows, mapping([]), facts);
	const isRead = (column: string) => {
		if (needsWords(column) && !facts.hasWords(column)) return false;
		const left = countUnread(rows, mapping([column]), facts);
		return (left.get(column) ?? 0) < unread.get(column)!;
	};
	return mapping(besideColumns([...unread.keys()]).filter(isRead));
}

/** In how many of the rows each path is not read. A rejected row counts for all its columns. */
function countUnread(
	rows: readonly Row[],
	mapping: RowMapping,
	facts: FileFacts,
): ReadonlyMap<string, number> {
	const read = rowReader(mapping, facts);
	const counts = new Map<string, number>();
	for (const value of rows) {
		const mapped = mapRow({ line: 0, raw: '', value }, read);
		const paths = 'id' in mapped ? Object.keys(value) : mapped.unread;
		for (const path of paths) counts.set(path, (counts.get(path) ?? 0) + 1);
	}
	return counts;
}

/** The instruction, then the prompt's columns that it does not name. */
function questionText(row: Row, prompt: readonly string[], instruction = ''): string {
	const { text, names } = filled(row, instruction);
	const rest = prompt.filter((path) => !names.includes(path));
	const used = [...names, ...rest];
	if (used.length > 0) joinColumns(row, used, 'prompt');
	return joined([text, ...rest.map((path) => textAt(row, path) ?? '')]);
}

/** The text with the row's own in place of `{column}`. Braces of JSON or code stay. */
function filled(row: Row, template: string): { text: string; names: string[] } {
	const names: string[] = [];
	const text = template.replace(/\{([^{}\n]+)\}/g, (braces, path: string) => {
		const found = textAt(row, path);
		if (found === undefined && /[^\p{L}\p{N}_ .-]/u.test(path)) return braces;
		if (found === undefined)
			throw new RowError(
				say('There is no column {path} for the braces. Write the name of a column there.', {
					path,
				}),
			);
		names.push(path);
		return found;
	});
	return { text, names };
}

/** Joins the columns' texts by line breaks and leaves out empty ones. */
function joinColumns(row: Row, paths: readonly string[], side: 'prompt' | 'answer'): string {
	const texts = paths.map((path) => textAt(row, path));
	const filled = texts.filter((text) => text !== undefined && text.trim() !== '');
	if (filled.length > 0) return filled.join('\n');
	const isMissing = texts.every((text) => text === undefined);
	const detail = isMissing ? say('missing') : say('empty');
	throw new RowError(
		say('The {side} ({paths}) is {detail}.', { side, paths: paths.join(' + '), detail }),
	);
}
