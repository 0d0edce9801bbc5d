import { gzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import {
	toBytes,
	namedFile,
	toRows,
	readValues,
} from '../../../../../tests/support/chunkedFile.ts';
import { datasetFormats, detectFormat, openFile } from './formats.ts';

const rows = '{"question":"1+1","answer":2}\n{"question":"1+2","answer":3}\n';
const pretty = JSON.stringify(
	{ version: 1, data: [{ conversations: [{ from: 'human', value: 'hi' }] }, { a: 1 }] },
	null,
	2,
);
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
	it.each([
		['jsonl', 'a.jsonl', rows],
		['jsonl', 'a.json', rows],
		['jsonl', 'pasted.txt', rows],
		['jsonl', 'nan.jsonl', '{"a": NaN}\n{"a": NaN}\n{"a": NaN}'],
		[
			'jsonl',
			'chat.jsonl',
			'{"conversations":[{"from":"human"}]}\n{"conversations":[{"from":"gpt"}]}',
		],
		['jsonl', 'long.jsonl', longRow],
		['json', 'long.json', longRow],
		['json', 'a.json', `[${rows.trim().replace('\n', ',\n')}]`],
		['json', 'a.jsonl', `[\n${rows.trim().replace('\n', ',\n')}\n]`],
		['json', 'one-line.jsonl.txt', '{"data":[{"a":1},{"a":2}]}'],
		['json', 'one-line.jsonl', '{"data":[{"a":1},{"a":2}]}'],
		['jsonl', 'one-row.jsonl', '{"messages":[{"role":"user"},{"role":"assistant"}]}'],
		['jsonl', 'empty-row.jsonl', '{}'],
		['json', 'wrapped.json', pretty],
		['csv', 'a.csv', 'question,answer\n1+1,2\n'],
		['csv', 'a.jsonl', 'question,answer\n1+1,2\n1+2,3\n'],
		['csv', 'pasted.txt', 'question;answer\n1+1;2\n1+2;3\n'],
		['csv', 'one-column.csv', 'text\nfirst\nsecond\n'],
		['tsv', 'a.tsv', 'question\tanswer\n1+1\t2\n'],
		['tsv', 'a.csv', 'question\tanswer\n1+1\t2\n1+2\t3\n'],
		['text', 'a.txt', 'A sentence, with a comma.\nAnother one, like it.\n'],
		['text', 'poem.txt', 'Roses are red,\nviolets are blue,\nsugar is sweet,\n'],
		['csv', 'index.txt', ',question,answer\n0,1+1,2\n1,1+2,3\n'],
		['text', 'notes', 'Just words.\n'],
		['parquet', 'rows.json', 'PAR1\x15\x04'],
		['text', 'paper.txt', '[1] A reference in brackets.\n[2] Another.\n'],
	])('%s: %s by its content', async (id, name, content) => {
		expect(await format(name, content)).toBe(id);
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

	it('refuses archives, Office files, web pages and pointers, and says what to do', async () => {
		const archives = [gzipSync(gzipSync(toBytes(rows))), zipSync({ 'a.jsonl': toBytes(rows) })];
		for (const archive of archives)
			expect(await refusal('a.jsonl', archive)).toMatch(/an archive \(.*\)\. Unpack it first\./);
		const sheet = zipSync({ '[Content_Types].xml': toBytes('<x/>'), 'xl/a.xml': toBytes('<x/>') });
		expect(await refusal('a.csv', sheet)).toContain('Office document. Save it as CSV');
		expect(await refusal('a.jsonl', '\n<!DOCTYPE html><html>')).toContain('download the raw file');
		expect(await refusal('a.json', 'version https://git-lfs.github.com/spec/v1\n')).toContain(
			'git lfs',
		);
		const bare = Uint8Array.from('{"a":1}\n', (c) => c.charCodeAt(0)).reduce<number[]>(
			(all, byte) => [...all, byte, 0],
			[],
		);
		expect(await refusal('a.jsonl', Uint8Array.from(bare))).toContain('Save it as UTF-8');
	});

	it('refuses empty files, blank files, and prose with a data extension', async () => {
		expect(await refusal('a.jsonl', '')).toBe(
			'a.jsonl: the file is empty. Choose a file with at least 2 rows.',
		);
		expect(await refusal('a.csv', ' \n\n')).toContain('nothing but blank lines');
		expect(await refusal('a.jsonl', 'Just some words.\nAnd more of them.')).toContain(
			'the name ends in .jsonl, but this looks like plain text, not JSON lines. Rename it to .txt',
		);
	});

	it('ids and extensions are unique', () => {
		const ids = datasetFormats.map(({ id }) => id);
		const extensions = datasetFormats.flatMap((each) => each.extensions);
		expect(new Set(ids).size).toBe(ids.length);
		expect(new Set(extensions).size).toBe(extensions.length);
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

	it('refuses UTF-32, which begins with the mark of UTF-16', async () => {
		const bytes = Uint8Array.from(
			[...'\uFEFF{"a":1}\n{"a":2}'].flatMap((c) => [...utf16(c, false).slice(-2), 0, 0]),
		);
		await expect(read('a.jsonl', bytes)).rejects.toThrow(
			'looks like UTF-32 text. Save it as UTF-8.',
		);
	});

	it('reads JSON lines of lists, and a JSON list over several lines', async () => {
		expect(await read('a.jsonl', toBytes('["q", "a"]\n["r", "b"]\n'))).toEqual([
			['q', 'a'],
			['r', 'b'],
		]);
		expect(await read('a.json', toBytes('[\n["q", "a"],\n["r", "b"]\n]\n'))).toEqual([
			['q', 'a'],
			['r', 'b'],
		]);
	});

	const wtf8 = (text: string) =>
		Uint8Array.from(
			text
				.split(/(\p{Surrogate})/u)
				.flatMap((part) =>
					/^\p{Surrogate}$/u.test(part)
						? [0xed, 0x80 | ((part.charCodeAt(0) >> 6) & 63), 0x80 | (part.charCodeAt(0) & 63)]
						: [...toBytes(part)],
				),
		);
	const table = 'a,b\n\ud83d!,😀\nc,\udc00\nd,e\n';
	const lines = '{"a":"\ud83d!","b":"😀"}\n{"a":"c","b":"\udc00"}\n{"a":"d","b":"e"}\n';
	it.each([
		['a table in UTF-16 LE', 'a.csv', utf16(table, false)],
		['a table in UTF-16 BE', 'a.csv', utf16(table, true)],
		['a table in UTF-8', 'a.csv', wtf8(table)],
		['JSON lines in UTF-16', 'a.jsonl', utf16(lines, false)],
		['JSON lines in UTF-8', 'a.jsonl', wtf8(lines)],
		[
			'escapes of JSON',
			'a.jsonl',
			toBytes(lines.replace('\ud83d!', '\\ud83d!').replace('\udc00', '\\udc00')),
		],
		['a JSON list', 'a.json', wtf8(`[${lines.trim().split('\n').join(',')}]`)],
	])('half of a character becomes U+FFFD, and its row is counted: %s', async (_, name, bytes) => {
		const file = await openFile(namedFile(name, bytes));
		const rows = await toRows(detectFormat(file), file);
		expect(readValues(rows)).toEqual([
			{ a: '\ufffd!', b: '😀' },
			{ a: 'c', b: '\ufffd' },
			{ a: 'd', b: 'e' },
		]);
		expect(rows.map((row) => 'hasHalf' in row)).toEqual([true, true, false]);
	});

	it('rejects the row of a UTF-16 file that ends inside a unit', async () => {
		const bytes = utf16('{"a":"b"}\n{"a":"c"}', false);
		expect(await read('a.jsonl', bytes.subarray(0, bytes.length - 1))).toEqual([
			{ a: 'b' },
			expect.stringMatching(/^line 2: The text is not valid UTF-8/),
		]);
	});

	it('counts every byte of the file once', async () => {
		const seen: number[] = [];
		const file = namedFile('a.jsonl', Uint8Array.from([0xef, 0xbb, 0xbf, ...toBytes(content)]));
		const opened = await openFile(file, (bytes) => seen.push(bytes));
		await toRows(detectFormat(opened), opened);
		expect(seen).toEqual([file.size]);
	});
});
