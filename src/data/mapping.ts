/** Converts a row to examples, by a recognised shape or by chosen columns. */
import type { Json } from '#core/json.ts';
import { InputError } from '#core/errors.ts';
import { promptAnswer, rawText, type Example } from './example.ts';
import type { RowMapping } from './importing.ts';
import { textAt } from './paths.ts';
import { RowError, rowShapes, toRow, type Row } from './shapes.ts';

/** Returns the examples of a row. Throws RowError with the reason if it has none. */
type RowReader = (value: Json) => readonly Example[];

/** Throws InputError if the mapping is invalid. */
export function rowReader(mapping: RowMapping): RowReader {
	if (mapping.kind === 'shape') {
		const shape = rowShapes.find(({ id }) => id === mapping.shape);
		if (!shape)
			throw new InputError(
				`mapping.shape: ${mapping.shape} is not known. ` +
					`Known ones: ${rowShapes.map(({ id }) => id).join(', ')}.`,
				{ field: 'mapping.shape' },
			);
		return (value) => shape.toExamples(toRow(value));
	}
	const { prompt, answer } = mapping;
	if (answer.length === 0)
		throw new InputError('mapping.answer: no column. Choose at least one for the answer.', {
			field: 'mapping.answer',
		});
	return (value) => {
		const row = toRow(value);
		const answerText = joinColumns(row, answer, 'answer');
		return [
			prompt.length === 0
				? rawText(answerText)
				: promptAnswer(joinColumns(row, prompt, 'prompt'), answerText),
		];
	};
}

/** Joins the columns' texts by line breaks and leaves out empty ones. */
function joinColumns(row: Row, paths: readonly string[], side: 'prompt' | 'answer'): string {
	const texts = paths.map((path) => textAt(row, path));
	const filled = texts.filter((text) => text !== undefined && text.trim() !== '');
	if (filled.length > 0) return filled.join('\n');
	const missing = texts.every((text) => text === undefined);
	throw new RowError(`The ${side} (${paths.join(' + ')}) is ${missing ? 'missing' : 'empty'}.`);
}
