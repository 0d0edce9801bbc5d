import { describe, expect, it } from 'vitest';
import { failure } from '../../../../../tests/support/failure.ts';
import { InputError } from '#engine/core/errors.ts';
import type { Json } from '#engine/core/json.ts';
import { promptAnswer, rawText } from '#engine/data/example.ts';
import { rowReader as readerOf } from './mapping.ts';
import { listColumns, textAt } from './paths.ts';
import { FileFacts } from './shapes.ts';

const rowReader = (mapping: Parameters<typeof readerOf>[0]) => readerOf(mapping, new FileFacts());

const nested = {
	'a.b': 'dotted name',
	a: { b: 'never found', c: [1, [2, 3]], d: { e: true } },
	list: [{ x: 'one', y: 1 }, { x: 'two' }],
	empty: null,
};

describe('paths', () => {
	it.each([
		['a.b', 'dotted name'],
		['a.c', '1\n2\n3'],
		['a.c.1.0', '2'],
		['a.d.e', 'true'],
		['a.d', '{"e":true}'],
		['list.1.x', 'two'],
		['list[].x', 'one\ntwo'],
		['list[].y', '1'],
		['empty', ''],
		['a.x', undefined],
		['list.9.x', undefined],
		['constructor', undefined],
	])('%s', (path, expected) => {
		expect(textAt(nested, path)).toBe(expected);
	});

	it('lists every path of the first 50 rows with its first non-empty text', () => {
		const rows = [
			{ id: 1, tags: ['', 'x'], in: { q: '' } },
			{ id: 2, in: { q: 'why' }, more: [{ a: 'b' }] },
		];
		expect(listColumns(rows)).toEqual([
			{ path: 'id', sample: '1' },
			{ path: 'tags', sample: 'x' },
			{ path: 'tags.0', sample: '' },
			{ path: 'tags.1', sample: 'x' },
			{ path: 'in.q', sample: 'why' },
			{ path: 'more[].a', sample: 'b' },
			{ path: 'more.0.a', sample: 'b' },
		]);
		const late = [...Array.from({ length: 50 }, () => ({ a: 1 })), { b: 2 }];
		expect(listColumns(late).map(({ path }) => path)).toEqual(['a']);
	});

	it('lists only paths that can be read', () => {
		for (const { path, sample } of listColumns([nested])) expect(textAt(nested, path)).toBe(sample);
	});
});

describe('columns to examples', () => {
	const readRow = rowReader({ kind: 'columns', prompt: ['body', 'question'], answer: ['answer'] });
	const read = (row: Json) => readRow(row).examples;

	it('joins columns by line breaks, without empty ones, and numbers as text', () => {
		expect(read({ body: 'b', question: 'q', answer: 51.0 })).toEqual([promptAnswer('b\nq', '51')]);
		expect(read({ body: ' ', question: 'q', answer: true })).toEqual([promptAnswer('q', 'true')]);
		expect(read({ question: 'q', answer: ['x', 'y'] })).toEqual([promptAnswer('q', 'x\ny')]);
	});

	it.each([
		['Classify: {body}', ['body'], 'Classify: b'],
		['Classify the request:', ['body'], 'Classify the request:\nb'],
		['{question} ({body})', [], 'q (b)'],
		['About {a.c.0}: {question}', ['body'], 'About 1: q\nb'],
		['Return {"name": …} for {body}', [], 'Return {"name": …} for b'],
	])('has the instruction %j before the columns %j', (instruction, prompt, content) => {
		const system = 'You know {question}.';
		const mapping = { kind: 'columns', prompt, answer: ['answer'], instruction, system } as const;
		const row = { body: 'b', question: 'q', answer: 'a', a: { c: [1] } };
		expect(rowReader(mapping)(row).examples).toEqual([
			{
				messages: [
					{ role: 'system', content: 'You know q.' },
					...promptAnswer(content, 'a').messages,
				],
			},
		]);
	});

	it('names a column that an instruction has and the row has not, or has empty', () => {
		const instruction = 'Classify {Body}';
		const readRow = rowReader({ kind: 'columns', prompt: [], answer: ['answer'], instruction });
		expect(() => readRow({ body: 'b', answer: 'a' })).toThrow(
			failure('There is no column {path} for the braces. Write the name of a column there.', {
				path: 'Body',
			}),
		);
		expect(() => readRow({ Body: ' ', answer: 'a' })).toThrow(failure('empty', { paths: 'Body' }));
	});

	it('without a prompt column makes raw text', () => {
		const readText = rowReader({ kind: 'columns', prompt: [], answer: ['a'] });
		expect(readText({ a: 'x', b: { c: 1, d: '' } })).toEqual({
			examples: [rawText('x')],
			unread: ['b'],
		});
	});

	it('reports which side of a row is missing or empty', () => {
		expect(() => read({ body: 'b', answer: '' })).toThrow(
			failure('empty', { side: 'answer', paths: 'answer' }),
		);
		expect(() => read({ body: 'b' })).toThrow(
			failure('missing', { side: 'answer', paths: 'answer' }),
		);
		expect(() => read({ body: '', answer: 'a' })).toThrow(
			failure('empty', { side: 'prompt', paths: 'body + question' }),
		);
		expect(() => read(3)).toThrow(failure('The row is {value}, not an object.', { value: '3' }));
	});

	it('refuses an invalid mapping and names its field', () => {
		const readField = (make: () => unknown) => {
			try {
				make();
			} catch (error) {
				return error instanceof InputError ? error.data['field'] : error;
			}
			return 'no error';
		};
		expect(readField(() => rowReader({ kind: 'columns', prompt: ['a'], answer: [] }))).toBe(
			'mapping.answer',
		);
		expect(readField(() => rowReader({ kind: 'shape', shape: 'x' }))).toBe('mapping.shape');
	});
});
