import { gzipSync as fastGzip } from 'node:zlib';
import { gzipSync, zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { englishText } from '#engine/core/message.ts';
import {
	chunkedFile,
	toBytes,
	namedFile,
	toRows,
	readValues,
} from '../../../../../tests/support/chunkedFile.ts';
import { maxRowBytes } from './formats/format.ts';
import { datasetFormats, detectFormat, openFile } from './formats.ts';

const rows = '{"question":"1+1","answer":2}\n{"question":"1+2","answer":3}\n';
const longRow = JSON.stringify({ data: [{ a: 'x'.repeat(100_000) }] });

const format = async (name: string, content: string | Uint8Array) =>
	detectFormat(await openFile(namedFile(name, content))).id;
const refusal = async (name: string, content: string | Uint8Array): Promise<string> => {
	const error: unknown = await format(name, content).catch((e: unknown) => e);
	expect(error).toBeInstanceOf(InputError);
	expect((error as InputError).message).toContain(name);
	return (error as InputError).message;
};

describe('format detection', () => {
	it('a Parquet file has its mark, and a row that is longer than the head its format', async () => {
		expect(await format('rows.json', 'PAR1\x15\x04')).toBe('parquet');
		for (const name of ['jsonl', 'json']) expect(await format(`a.${name}`, longRow)).toBe(name);
	});

	it.each([
		['png.jsonl', '\x89PNG\r\n\x1a\n', 'an image, sound or film'],
		['rows.parquet', 'ARROW1\0\0', 'an Arrow file'],
		['data-0.arrow', '\xff\xff\xff\xffP\x01\0\0\x10\0\0\0', 'a stream of Arrow'],
		['rows.tar', `${'a'.repeat(257)}ustar\0`, 'a tar archive'],
		['rows.csv', '%PDF-1.7', 'a PDF document'],
		['model.jsonl', '\x10\0\0\0\0\0\0\0{"a":', 'a binary file'],
		['old.csv', '\xd0\xcf\x11\xe0', 'an Office document'],
		['rows.csv', 'SQLite format 3\0', 'a table of another program'],
	])('refuses %s and says what it is', async (name, content, kind) => {
		const message = await refusal(
			name,
			Uint8Array.from(content, (c) => c.charCodeAt(0)),
		);
		expect(message).toContain(`${name}: this looks like ${kind}`);
		expect(message).toMatch(/\. .+\.$/);
	});

	it('refuses archives and Office files, and says what to do', async () => {
		const archives = [gzipSync(gzipSync(toBytes(rows))), zipSync({ 'a.jsonl': toBytes(rows) })];
		for (const archive of archives)
			expect(await refusal('a.jsonl', archive)).toMatch(/an archive \(.*\)\. Unpack it first\./);
		const sheet = zipSync({ '[Content_Types].xml': toBytes('<x/>'), 'xl/a.xml': toBytes('<x/>') });
		expect(await refusal('a.csv', sheet)).toContain('Office document. Save it as CSV');
	});
});

describe('encodings', () => {
	const utf16 = (text: string, bigEndian: boolean) =>
		Uint8Array.from(
			[0xfeff, ...Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))].flatMap(
				(unit) => (bigEndian ? [unit >> 8, unit & 255] : [unit & 255, unit >> 8]),
			),
		);
	const content = '{"a":"é漢😀"}\n{"a":"b"}\n';
	const read = async (name: string, bytes: Uint8Array) => {
		const file = await openFile(namedFile(name, bytes));
		return readValues(await toRows(detectFormat(file), file));
	};

	it.each([
		['UTF-8 with a mark', Uint8Array.from([0xef, 0xbb, 0xbf, ...toBytes(content)])],
		['UTF-16 LE', utf16(content, false)],
		['UTF-16 BE', utf16(content, true)],
	])('reads %s', async (_what, bytes) => {
		expect(await read('a.jsonl', bytes)).toEqual([{ a: 'é漢😀' }, { a: 'b' }]);
	});

	it('half of a character in JSON becomes U+FFFD, and its row is counted', async () => {
		const lines = '{"a":"\\ud83d!","b":"\\ud83d\\ude00"}\n{"a":"\\udc00"}\n{"a":"😀"}\n';
		const list = `[${lines.trim().split('\n').join(',')}]`;
		for (const [name, content] of [
			['a.jsonl', lines],
			['a.json', list],
		] as const) {
			const file = await openFile(namedFile(name, content));
			const found = await toRows(detectFormat(file), file);
			expect(readValues(found)).toEqual([{ a: '\ufffd!', b: '😀' }, { a: '\ufffd' }, { a: '😀' }]);
			expect(found.map((row) => 'hasHalf' in row)).toEqual([true, true, false]);
		}
	});
});

describe('rows', () => {
	it('of any length and depth are read, or refused with the reason', async () => {
		const read = async (name: string, content: string) => {
			const file = await openFile(namedFile(name, content));
			return readValues(await toRows(detectFormat(file), file));
		};
		const wide = { q: 'x'.repeat(70_000) };
		const values = [wide, { q: [{}] }];
		expect(await read('a.json', values.map((value) => JSON.stringify(value)).join('\n'))).toEqual(
			values,
		);
		const deep = await read('a.jsonl', `{"a":1}\n{"a":${'['.repeat(5000)}`);
		expect(deep).toEqual([{ a: 1 }, expect.stringMatching(/^line 2: .*100 levels/)]);
	});

	it('are the same for any chunks', () => {
		const unit = fc.constantFrom('a', '"', ',', 'é', '漢', '😀', ' ', '{', '\\', ']');
		const cell = fc.string({ unit });
		const list = fc.array(fc.record({ q: cell, a: fc.jsonValue({ stringUnit: 'grapheme' }) }));
		const cuts = fc.array(fc.nat(10_000), { maxLength: 12 });
		const read = async (id: string, content: string, at: readonly number[]) =>
			readValues(
				await toRows(
					datasetFormats.find((format) => format.id === id)!,
					chunkedFile(content, at),
				),
			);
		const check = async (values: readonly object[], at: readonly number[]) => {
			const texts = values.map((value) => JSON.stringify(value));
			const plain = texts.map((text) => JSON.parse(text) as object);
			expect(await read('jsonl', texts.join('\r\n'), at)).toEqual(plain);
			const data = [{}, ...values];
			expect(await read('json', JSON.stringify({ v: 1, data }, null, 1), at)).toEqual([
				{},
				...plain,
			]);
			const fields = ['x', ...texts].map((field) => `"${field.replaceAll('"', '""')}"`);
			expect(await read('csv', fields.join('\n'), at)).toEqual(texts.map((x) => ({ x })));
		};
		return fc.assert(fc.asyncProperty(list, cuts, check), { seed: 90, numRuns: 60 });
	});

	it('of text are pieces of at most 400 characters, and lose only white space', () => {
		const unit = fc.constantFrom('a', ' ', '\n', '.', '😀', 'é');
		const bare = (part: string) => part.replace(/\s/g, '');
		const text = datasetFormats.find(({ id }) => id === 'text')!;
		const check = async (content: string) => {
			const found = await toRows(text, chunkedFile(content));
			expect(bare(found.map(({ raw }) => raw).join(''))).toBe(bare(content));
			const lines = content.split('\n');
			for (const { line, raw } of found) {
				expect(raw.length).toBeLessThanOrEqual(400);
				expect(raw.isWellFormed()).toBe(true);
				expect(lines[line - 1]).toContain(raw.split('\n')[0].trim());
			}
		};
		const content = fc.string({ unit, maxLength: 3000 });
		return fc.assert(fc.asyncProperty(content, check), { seed: 20260104, numRuns: 200 });
	});

	it.each([
		['a.jsonl', '{"a":1}\n{"a":"', '"}'],
		['a.csv', 'a,b\n1,2\n1,"', '"'],
	])('that are too long are rejected in %s', async (name, before, after) => {
		const content = before + 'x'.repeat(maxRowBytes) + after;
		const file = await openFile(namedFile(name, content));
		const [, row] = await toRows(detectFormat(file), file);
		expect('error' in row && englishText(row.error)).toMatch(/longer than 16 MB/);
	});

	it('of a gzip archive that is damaged or a bomb are refused', async () => {
		const content = Array.from({ length: 3000 }, (_, i) => `{"q":"${i} é漢😀"}\n`).join('');
		const whole = gzipSync(toBytes(content), { mtime: 0 });
		for (const [bytes, message] of [
			[whole.slice(0, 200), 'damaged or cut off'],
			[whole.slice(0, -1), 'damaged or cut off'],
			[whole.map((byte, i) => (i === whole.length - 8 ? byte ^ 1 : byte)), 'damaged'],
			[fastGzip(new Uint8Array(2 ** 26 + 2 ** 24).fill(10)), 'more than 100 times its size'],
		] as const) {
			const read = async () => {
				const file = await openFile(namedFile('rows.jsonl.gz', bytes));
				for await (const { length } of file.chunks()) expect(length).toBeLessThan(2 ** 20);
			};
			await expect(read()).rejects.toThrow(message);
		}
	});
});
