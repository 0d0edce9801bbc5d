import { gzipSync as fastGzip } from 'node:zlib';
import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { failure } from '../../../../../../tests/support/failure.ts';
import { InputError } from '#engine/core/errors.ts';
import {
	toBytes,
	namedFile,
	toRows,
	readValues,
} from '../../../../../../tests/support/chunkedFile.ts';
import { detectFormat, openFile } from '../formats.ts';

const lines = Array.from({ length: 3000 }, (_, i) => ({ question: `${i}+1 é漢😀`, answer: i + 1 }));
const jsonl = lines.map((line) => `${JSON.stringify(line)}\n`).join('');

const open = async (content: Uint8Array, name = 'rows.jsonl.gz') => {
	const file = await openFile(namedFile(name, content));
	return { file, format: detectFormat(file) };
};
const read = async (content: Uint8Array, name?: string) => {
	const { file, format } = await open(content, name);
	return readValues(await toRows(format, file));
};
const refusal = async (content: Uint8Array, name = 'rows.jsonl.gz'): Promise<string> => {
	const error: unknown = await read(content, name).catch((e: unknown) => e);
	expect(error).toBeInstanceOf(InputError);
	expect((error as InputError).message).toContain(name);
	return (error as InputError).message;
};

describe('gzip archives', () => {
	it.each([
		['jsonl', 'rows.jsonl.gz', jsonl],
		['json', 'rows.json.gz', JSON.stringify(lines)],
		['csv', 'rows.csv.gz', 'question,answer\n1+1,2\n'],
		['csv', 'one-column.csv.gz', 'text\nfirst\nsecond\n'],
		['tsv', 'rows.tsv.gz', 'question\tanswer\n1+1\t2\n'],
		['text', 'rows.txt.gz', 'Just words.\n'],
		['jsonl', 'no-suffix', jsonl],
	])('are read as %s: %s', async (id, name, content) => {
		const { file, format } = await open(gzipSync(toBytes(content)), name);
		expect(format.id).toBe(id);
		const plain = await openFile(namedFile(name.replace('.gz', ''), content));
		expect(readValues(await toRows(format, file))).toEqual(readValues(await toRows(format, plain)));
	});

	it('keep rows, lines and byte-order marks at any level of packing', async () => {
		for (const level of [0, 1, 9] as const)
			expect(await read(gzipSync(toBytes(`\ufeff${jsonl}`), { level }))).toEqual(lines);
	});

	it('report the stored bytes once', async () => {
		const seen: number[] = [];
		const content = gzipSync(toBytes(jsonl));
		const file = await openFile(namedFile('a.jsonl.gz', content), (bytes) => seen.push(bytes));
		await toRows(detectFormat(file), file);
		expect(seen).toEqual([content.length]);
	});

	it('are refused by name if they are cut off or damaged', async () => {
		const whole = gzipSync(toBytes(jsonl), { mtime: 0 });
		for (const length of [10, 11, 200, whole.length - 9, whole.length - 1])
			expect(await refusal(whole.slice(0, length))).toContain('damaged or cut off');
		const wrongSum = whole.slice();
		wrongSum[whole.length - 8] ^= 1;
		expect(await refusal(wrongSum)).toContain('damaged or cut off');
		const wrongLength = whole.slice();
		wrongLength[whole.length - 4] ^= 1;
		expect(await refusal(wrongLength)).toContain('damaged or cut off');
		const wrongByte = whole.slice();
		wrongByte.fill(0xff, 2000, 2008);
		expect(await refusal(wrongByte)).toContain('damaged or cut off');
	});

	it('are refused if they are empty', async () => {
		expect(await refusal(gzipSync(new Uint8Array()))).toContain('nothing but blank lines');
	});

	it('that unpack to a hundred times their size are refused, with bounded memory', async () => {
		// 84 MB of blank lines in 82 kB.
		const bomb = fastGzip(new Uint8Array(2 ** 26 + 2 ** 24).fill(10));
		expect(bomb.length).toBeLessThan(2 ** 18);
		const { file } = await open(bomb, 'bomb.txt');
		let longest = 0;
		const unpack = async () => {
			for await (const chunk of file.chunks()) longest = Math.max(longest, chunk.length);
		};
		await expect(unpack()).rejects.toThrow(
			failure(
				'{name}: the gzip archive unpacks to more than {mostTimes} times its size, which data sets do not. If it is right, unpack it first.',
				{ name: 'bomb.txt', mostTimes: 100 },
			),
		);
		expect(longest).toBeLessThan(2 ** 20);
	});
});
