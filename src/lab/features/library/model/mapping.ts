/** Converts a row to examples, by a recognised shape or by chosen columns. */
import type { Json } from '#engine/core/json.ts';
import { fieldError } from '#engine/core/errors.ts';
import { checkedBy } from '#engine/core/fields.ts';
import { sentence, type Message } from '#engine/core/message.ts';
import { promptAnswer, rawText, type Example } from '#engine/data/example.ts';
import { importRecipe, type RowMapping } from '#engine/data/importRecipe.ts';
import { RowError, type FileRow } from './formats.ts';
import { textAt } from './paths.ts';
import { rowShapes, toRow, type Row } from './shapes.ts';

/** Returns the examples of a row. Throws RowError with the reason if it has none. */
type RowReader = (value: Json) => readonly Example[];

/** Throws InputError if the mapping is invalid. */
export function rowReader(unchecked: RowMapping): RowReader {
	const mapping = checkedBy(importRecipe.entries.mapping, unchecked, 'mapping');
	if (mapping.kind === 'shape') {
		const shape = rowShapes.find(({ id }) => id === mapping.shape);
		const known = rowShapes.map(({ id }) => id).join(', ');
		if (!shape)
			throw fieldError(
				'mapping.shape',
				sentence('library.errors.isNotKnownKnownOnes', { shape: mapping.shape, known }),
			);
		return (value) => shape.toExamples(toRow(value));
	}
	const { prompt, answer } = mapping;
	return (value) => {
		const row = toRow(value);
		const text = joinColumns(row, answer, 'answer');
		if (prompt.length === 0) return [rawText(text)];
		return [promptAnswer(joinColumns(row, prompt, 'prompt'), text)];
	};
}

/** The examples of a file's row, or the reason for its rejection. */
export function mapRow(row: FileRow, read: RowReader): readonly Example[] | Message {
	if ('error' in row) return row.error;
	try {
		return read(row.value);
	} catch (error) {
		if (error instanceof RowError) return error.statement;
		throw error;
	}
}

/** Joins the columns' texts by line breaks and leaves out empty ones. */
function joinColumns(row: Row, paths: readonly string[], side: 'prompt' | 'answer'): string {
	const texts = paths.map((path) => textAt(row, path));
	const filled = texts.filter((text) => text !== undefined && text.trim() !== '');
	if (filled.length > 0) return filled.join('\n');
	const isMissing = texts.every((text) => text === undefined);
	const detail = sentence(isMissing ? 'library.errors.missing' : 'library.errors.empty');
	throw new RowError(sentence('library.errors.is', { side, paths: paths.join(' + '), detail }));
}
