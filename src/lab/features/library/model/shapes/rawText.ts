/** {text}: without a prompt, so the loss is on the whole text. */
import { rawText as rawTextExample } from '#engine/data/example.ts';
import { required, scalarKey, type RowShape } from './shape.ts';

const keys = ['text', 'content'];

export const rawText: RowShape = {
	id: 'rawText',
	title: 'Raw text',
	matches: (row) => scalarKey(row, keys) !== undefined,
	toExamples: (row) => [rawTextExample(required(row, scalarKey(row, keys) ?? 'text'))],
};
