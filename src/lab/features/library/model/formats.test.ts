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

	it('counts every byte of the file once', async () => {
		const seen: number[] = [];
		const file = namedFile('a.jsonl', Uint8Array.from([0xef, 0xbb, 0xbf, ...toBytes(content)]));
		const opened = await openFile(file, (bytes) => seen.push(bytes));
		await toRows(detectFormat(opened), opened);
		expect(seen).toEqual([file.size]);
	});
});

/** Files in, and their rows: the line, then the value or the reason. */
describe('rows', () => {
	const utf8 = 'The text is not valid UTF-8. Save the file as UTF-8.';
	const quote = /^A quote in this line does not fit/;
	type Expected = readonly [line: number, value: unknown];
	const readable: readonly [title: string, name: string, content: string, ...Expected[]][] = [
		['JSON lines', 'a.jsonl', '{"a":1}\n\n{"a":51.0}\r\r\n', [1, { a: 1 }], [3, { a: 51 }]],
		[
			'broken JSON lines',
			'a.jsonl',
			'{"a":}\n{"a":"\xff"}\n{"a":[-Infinity]}\n{"a":2}\n{"a":1}{"b":2}\n{"a":1},\n{\'a\':1}',
			[1, /^The row is not JSON .+\. Fix it in the file\.$/],
			[2, utf8],
			[3, 'JSON has no NaN or Infinity: write null, or leave the field out.'],
			[4, { a: 2 }],
			[5, /^Another value follows the first one/],
			[6, 'There is a comma after the row: leave it out.'],
			[7, 'JSON has texts in double quotes, not in single ones.'],
		],
		[
			'exact tools, whose numbers and keys JSON.parse would change',
			'a.jsonl',
			'{"tools":[{"d":1.0}],"n":2.0,"arguments":{"b":1,"404":2}}\n{"tools":[{"d":1}]}',
			[1, { tools: ['{"d":1.0}'], n: 2, arguments: '{"b":1,"404":2}' }],
			[2, { tools: [{ d: 1 }] }],
		],
		['deep JSON', 'a.jsonl', `{"a":1}\n{"a":${'['.repeat(5000)}`, [1, { a: 1 }], [2, /100 levels/]],
		[
			'a list with lines, escapes and a broken entry',
			'a.json',
			'[\n  {"a": "]}\\"\\\\"},\n\n  {\n    "a": [\n 1\n ]\n  }, 7,\n{"a": NaN},\n{"a":"\xff"},\n8,\n]',
			[2, { a: ']}"\\' }],
			[4, { a: [1] }],
			[8, 7],
			[9, /NaN or Infinity/],
			[10, utf8],
			[11, 8],
		],
		[
			'a list in an object',
			'a.json',
			'{"v":[1],"data":[{"messages":[{}]}],"o":{"a":[{}]}}',
			[1, { messages: [{}] }],
		],
		['tools before the rows', 'a.json', '{"tools":[{"name":"f"}],"data":[{"a":1}]}', [1, { a: 1 }]],
		[
			'lines whose first one is longer than the head',
			'a.json',
			`{"q":"${'x'.repeat(70_000)}"}\n{"q":[{}]}`,
			[1, { q: 'x'.repeat(70_000) }],
			[2, { q: [{}] }],
		],
		[
			'a table with breaks in fields',
			'a.csv',
			'q,a\n1,"x\ny"\n\n2,z\n',
			[2, { q: '1', a: 'x\ny' }],
			[5, { q: '2', a: 'z' }],
		],
		[
			'rows of another length',
			'a.csv',
			'q,a\n1\n1,2,3\n1,2,,\n,\n3,4',
			[2, /^1 field, .* 2 columns\. .* missing field as an empty one/],
			[3, /^3 fields, .* Quote fields that hold a delimiter/],
			[4, { q: '1', a: '2' }],
			[6, { q: '3', a: '4' }],
		],
		[
			'bad quotes',
			'a.csv',
			'q,a\n1,2\n"3,4\n"1"x,2\n5" pipe,6\n"\xff",1\n7,8',
			[2, { q: '1', a: '2' }],
			[3, quote],
			[4, quote],
			[5, { q: '5" pipe', a: '6' }],
			[6, utf8],
			[7, { q: '7', a: '8' }],
		],
		[
			'columns without a name',
			'a.csv',
			'a,,a\n1,2,3',
			[2, { a: '1', 'column 2': '2', 'a 2': '3' }],
		],
		[
			'semicolons',
			'a.csv',
			'q;a\n1,5;2\n2,5;3',
			[2, { q: '1,5', a: '2' }],
			[3, { q: '2,5', a: '3' }],
		],
		['tabs', 'a.tsv', 'q\ta\n1, 2\t3', [2, { q: '1, 2', a: '3' }]],
		[
			'the delimiter that Excel names',
			'a.csv',
			'"SEP=;"\r\nq;a\r\n1,5;2',
			[3, { q: '1,5', a: '2' }],
		],
		['ends of old Macs', 'a.csv', 'q,a\r1,2\r', [2, { q: '1', a: '2' }]],
		[
			'paragraphs',
			'a.txt',
			'\n\none\n  two\n\n \n\xff\n\n  three\r\nfour\n',
			[3, { text: 'one\n  two' }],
			[7, utf8],
			[9, { text: '  three\nfour' }],
		],
		['lines of text', 'a.txt', '\none\ntwo\n\n', [2, { text: 'one' }], [3, { text: 'two' }]],
	];
	it.each(readable)('%s', async (_, name, content, ...expected) => {
		const toByte = (c: string) => (c === '\xff' ? [255] : [...toBytes(c)]);
		const bytes = Uint8Array.from([...content].flatMap(toByte));
		for (const packed of [bytes, gzipSync(bytes)]) {
			const file = await openFile(namedFile(name, packed));
			const found = await toRows(detectFormat(file), file);
			expect(found.map((row) => row.line)).toEqual(expected.map(([line]) => line));
			for (const [i, row] of found.entries()) {
				const [, value] = expected[i];
				if ('value' in row) expect(row.value).toEqual(value);
				else expect(englishText(row.error)).toMatch(value as string | RegExp);
			}
		}
	});

	const row = JSON.stringify({ prompt: 'p', answer: 'a' }, null, 2);
	const open = Array.from({ length: 30 }, (_, i) => `"${i}x,4`).join('\n');
	it.each([
		['a.json', '{"a": {"b": 1}}', 'no list of rows'],
		['a.json', '{"q": ["a", "b"], "a": ["c", "d"]}', 'no list of rows'],
		['a.json', '{"messages": [{"role": "user"}], "tools": [{}]}', 'no list of rows'],
		['a.json', '{"train": [{}],\n"test": [{}]}', 'line 2: a second list of rows begins'],
		['a.json', `${row}\n${row}\n`, 'line 5: there is more after the end'],
		['a.json', '[\n{}]\nx', 'line 3: there is more after the end'],
		['a.json', '[{"a":1},\n{"a":2', 'line 2: the JSON is broken or cut off'],
		['a.json', '[{"a":1},\n{"a":"x},\n{"a":2}]', 'line 2: the JSON is broken'],
		['a.csv', '\n,,\nq,a,b\n1,2,3\n', 'line 2: the columns have no names'],
		['a.csv', `q,a\n${open}`, 'too many quotes'],
		['a.csv', 'My data,,\n,,\nprompt,answer,note\n1,2,3', 'Delete the 2 lines above it'],
		['a.csv', 'Exported 2026\nprompt,answer\n1,2', 'Delete the line above it'],
	])('are refused in %s: %j', async (name, content, message) => {
		const read = async () => {
			const file = await openFile(namedFile(name, content));
			return toRows(detectFormat(file), file);
		};
		const error: unknown = await read().catch((e: unknown) => e);
		expect(error).toBeInstanceOf(InputError);
		expect((error as InputError).message).toContain(message);
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
