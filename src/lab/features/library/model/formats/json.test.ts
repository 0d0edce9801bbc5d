import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import {
	toBytes,
	chunkedFile,
	toRows,
	readValues,
} from '../../../../../../tests/support/chunkedFile.ts';
import { json } from './json.ts';
import { isLong } from '../../../../../../tests/support/suite.ts';

const fixed = { seed: 20260101, numRuns: isLong ? 150 : 50 };
const cuts = fc.array(fc.nat(10_000), { maxLength: 12 });
const blank = fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\r\n'), maxLength: 4 });

/** JSON text of a list with blanks wherever the grammar allows them. */
const spaced = (value: unknown, blanks: readonly string[]): string => {
	let next = 0;
	const space = () => blanks[next++ % blanks.length] ?? '';
	const write = (inner: unknown): string => {
		if (Array.isArray(inner))
			return `[${space()}${inner.map((entry) => write(entry) + space()).join(`,${space()}`)}]`;
		if (inner !== null && typeof inner === 'object')
			return `{${space()}${Object.entries(inner)
				.map(
					([key, entry]) => `${JSON.stringify(key)}${space()}:${space()}${write(entry)}${space()}`,
				)
				.join(`,${space()}`)}}`;
		return JSON.stringify(inner);
	};
	return `${space()}${write(value)}${space()}`;
};

const values = async (text: string | Uint8Array, at: readonly number[] = []) =>
	readValues(await toRows(json, chunkedFile(text, at)));

describe('a JSON list in a stream', () => {
	it('gives the result of JSON.parse for any chunks and spacing', () =>
		fc.assert(
			fc.asyncProperty(
				fc.array(fc.jsonValue({ stringUnit: 'binary' })),
				fc.array(blank, { minLength: 1 }),
				cuts,
				async (list, blanks, at) => {
					const text = spaced(list, blanks);
					expect(await values(text, at)).toEqual(JSON.parse(text));
				},
			),
			fixed,
		));

	it('reads lines with an object each after a row that is longer than the head', async () => {
		const rows = [
			{ q: 'x'.repeat(70_000), a: [1] },
			{ q: 'y', a: [2] },
		];
		const lines = rows.map((row) => JSON.stringify(row)).join('\n');
		expect(await values(lines, [100, 65_536])).toEqual(rows);
		const chats = rows.map(({ q }) => ({ messages: [{ role: 'user', content: q }] }));
		expect(await values(chats.map((row) => JSON.stringify(row)).join('\n'))).toEqual(chats);
	});

	it('takes no conversation apart into rows', async () => {
		const messages = [{ role: 'user', content: 'q' }];
		await expect(values(JSON.stringify({ messages, tools: [{ name: 'f' }] }))).rejects.toThrow(
			/no list of rows\. Save the rows as one list/,
		);
		const rows = { tools: [{ name: 'f' }], data: [{ messages }, { messages }] };
		expect(await values(JSON.stringify(rows))).toEqual(rows.data);
	});

	it('finds the list inside an object with other fields', () =>
		fc.assert(
			fc.asyncProperty(
				fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1 }),
				fc.dictionary(
					fc.string().filter((key) => key !== 'data' && key !== '__proto__'),
					fc.oneof(
						fc.string(),
						fc.double({ noNaN: true }),
						fc.array(fc.string()),
						fc.constant({ a: [{}] }),
					),
				),
				fc.array(blank, { minLength: 1 }),
				cuts,
				async (list, beside, blanks, at) => {
					const text = spaced({ ...beside, data: list, after: [1, [2]] }, blanks);
					expect(await values(text, at)).toEqual(JSON.parse(JSON.stringify(list)));
				},
			),
			fixed,
		));

	it('reports the line of each entry, also after strings with escapes and brackets', async () => {
		const text = '[\n  {"a": "]}\\"\\\\"},\n\n  {\n    "a": [\n      1\n    ]\n  }, 7,\n8]';
		const rows = await toRows(json, chunkedFile(text, [3, 9, 17, 30]));
		expect(rows.map(({ line }) => line)).toEqual([2, 4, 8, 9]);
		expect(rows[1].raw).toBe('{\n    "a": [\n      1\n    ]\n  }');
	});

	it('rejects only the broken entry, with its line and the reason', async () => {
		const text = '[\n{"a": 1},\n{"a": NaN},\n{"a": 01},\n{"a": 2},\n]';
		const rows = await toRows(json, chunkedFile(text, [15]));
		expect(readValues(rows)).toEqual([
			{ a: 1 },
			'line 3: JSON has no NaN or Infinity: write null, or leave the field out.',
			expect.stringMatching(/^line 4: The row is not JSON \(column \d+\): /),
			{ a: 2 },
		]);
		expect(rows[1].raw).toBe('{"a": NaN}');
	});

	it.each([
		['a quote that is not closed', '{"a": "x},'],
		['brackets that do not match', '{"a": [1},'],
		['a line break in a text', '{"a": "x\ny"},'],
	])('goes on with the next entry after %s', async (_what, broken) => {
		const found = await values(`[\n  {"a": 1},\n  ${broken}\n  {"a": 2},\n  {"a": 3}\n]`);
		expect(found).toEqual([{ a: 1 }, expect.stringMatching(/^line 3: /), { a: 2 }, { a: 3 }]);
	});

	it('rejects only the entry that is not UTF-8', async () => {
		const [before, after] = ['[{"a":"é"},\n{"a":"', '"},{"a":"ü"}]'].map(toBytes);
		const text = Uint8Array.from([...before, 0xc3, ...after]);
		expect(await values(text, [6, 7, 20])).toEqual([
			{ a: 'é' },
			'line 2: The text is not valid UTF-8. Save the file as UTF-8.',
			{ a: 'ü' },
		]);
	});

	it('reports a truncated file and keeps complete entries', async () => {
		expect(await values('[{"a":1},\n{"a":2')).toEqual([
			{ a: 1 },
			expect.stringMatching(/^line 2: The file ends inside this entry/),
			expect.stringMatching(/^line 2: The file ends before its list is closed/),
		]);
		expect(await values('[{"a":1}')).toEqual([
			{ a: 1 },
			expect.stringMatching(/^line 1: The file ends before its list is closed/),
		]);
	});

	it('reports an extra comma', async () => {
		expect(await values('[1,\n,2]')).toEqual([1, 'line 2: There is a comma too many.', 2]);
	});

	it.each([
		['an object without a list', '{"a": {"b": 1}}', 'no list of rows'],
		['columns in place of rows', '{"q": ["a", "b"], "a": ["c", "d"]}', 'no list of rows'],
		['two lists', '{"train": [{}],\n"test": [{}]}', 'line 2: a second list of rows begins'],
		[
			'objects one after the other',
			'{"a": [{}]\n}\n{"a": [{}]}',
			'line 3: there is more after the end',
		],
		['something after the list', '[{}]\nx', 'line 2: there is more after the end'],
		['a number', '12', 'no list of rows'],
	])('refuses %s', async (_what, text, message) => {
		const error: unknown = await values(text).catch((e: unknown) => e);
		expect(error).toBeInstanceOf(InputError);
		expect((error as InputError).message).toContain(message);
	});
});

it('names objects that are written one after the other in several lines', async () => {
	const row = JSON.stringify({ prompt: 'p', answer: 'a' }, null, 2);
	const error: unknown = await values(`${row}\n${row}\n`).catch((e: unknown) => e);
	expect(error).toBeInstanceOf(InputError);
	expect((error as InputError).message).toMatch(/line 5: there is more after the end .* one list/);
	const plain = '{"a": 1}\n\n{"a": 2}\n';
	expect(await values(plain)).toEqual([{ a: 1 }, { a: 2 }]);
});
