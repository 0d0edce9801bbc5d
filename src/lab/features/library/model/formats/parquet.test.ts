import { readFileSync } from 'node:fs';
import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { InputError, toMessage } from '#engine/core/errors.ts';
import { namedFile, toRows, readValues } from '../../../../../../tests/support/chunkedFile.ts';
import { detectFormat, openFile } from '../formats.ts';

const folder = 'tests/golden/parquet';
const golden = JSON.parse(readFileSync(`${folder}/rows.json`, 'utf8')) as Record<string, unknown[]>;
const bytes = (name: string) => new Uint8Array(readFileSync(`${folder}/${name}.parquet`));

const read = async (content: Uint8Array, name = 'rows.parquet') => {
	const file = await openFile(namedFile(name, content));
	return toRows(detectFormat(file), file);
};
const refusal = async (content: Uint8Array, name = 'rows.parquet'): Promise<string> => {
	const error: unknown = await read(content, name).catch((e: unknown) => e);
	expect(error).toBeInstanceOf(InputError);
	expect((error as InputError).message).toContain(name);
	return (error as InputError).message;
};
const sums = Array.from({ length: 60 }, (_, i) => ({
	question: `${i}+${i}, é漢😀`,
	answer: 2 * i,
}));

/** A copy with these bytes at `offset`; a negative offset counts from the end. */
function patched(content: Uint8Array, offset: number, ...values: readonly number[]): Uint8Array {
	const copy = content.slice();
	copy.set(values, offset < 0 ? copy.length + offset : offset);
	return copy;
}

describe('Parquet files of pyarrow', () => {
	it.each(['none', 'snappy', 'gzip', 'brotli', 'zstd', 'lz4', 'v2', 'pages', 'checked'])(
		'has the rows of sums-%s, with their numbers',
		async (name) => {
			// The content decides, not the name.
			const rows = await read(bytes(`sums-${name}`), 'rows.jsonl');
			expect(readValues(rows)).toEqual(sums);
			expect(rows.map(({ line }) => line)).toEqual(sums.map((_, i) => i + 1));
			expect(rows[3]).toMatchObject({ raw: JSON.stringify(sums[3]) });
		},
	);

	it.each([
		['empty', []],
		['nulls-lz4', Array(3).fill({ text: null })],
		['type-undescribed', sums],
		['chats', golden['chats']],
	])('has the values of %s', async (name, values) => {
		expect(readValues(await read(bytes(name)))).toEqual(values);
	});

	it('has dates, whole numbers and decimals as JSON has them', async () => {
		const rows = readValues(await read(bytes('types'))) as Record<string, unknown>[];
		const { date, utc, int64, decimal } = rows[0];
		expect([date, utc, int64, decimal]).toEqual([
			'2024-02-29',
			'2024-02-29T12:30:01.678Z',
			1,
			1.15,
		]);
		expect(rows[2]['int64']).toBe('9007199254740993');
		expect(rows[0]['deep']).toEqual([{ x: [1, 2] }]);
	});

	it('names a column with bytes that are no text', async () => {
		const rows = await read(bytes('types'));
		const lost = rows.map((row) => 'value' in row && row.lost);
		expect(lost).toEqual([['bytes'], ['bytes'], undefined, ['bytes'], ['bytes']]);
	});

	it('gives rows in batches and reports its progress', async () => {
		const seen: number[] = [];
		const content = bytes('sums-none');
		const file = await openFile(namedFile('a.parquet', content), (read) => seen.push(read));
		const sizes: number[] = [];
		for await (const batch of detectFormat(file).read(file)) sizes.push(batch.length);
		expect(sizes).toEqual([25, 25, 10]);
		expect(seen.at(-1)).toBe(content.length);
	});
});

describe('Parquet files that cannot be read', () => {
	const whole = bytes('sums-snappy');

	it.each([
		['without their end', whole.slice(0, 500), 'cut off: its end is missing'],
		['almost without an end', whole.slice(0, -1), 'cut off: its end is missing'],
		['without their start', patched(whole, 0, 0x58), 'this looks like a binary file'],
		['with a long footer', patched(whole, -8, 0xff, 0xff, 0xff, 0x7f), 'longer than'],
		['with a short footer', patched(whole, -8, 5, 0, 0, 0), 'in its description'],
		['inside a gzip archive', gzipSync(whole), 'Unpack it first'],
	])('are refused by name: %s', async (_, content, message) => {
		expect(await refusal(content)).toContain(message);
	});

	it.each([
		'two-thousand-million-rows',
		'column-not-in-schema',
		'read-at-nan',
		'read-at-nan-unawaited',
	])('end with an error that is the lab’s own: %s', async (name) => {
		await refusal(bytes(`damaged/${name}`));
	});

	it('end with an error or with rows at a change of any byte', async () => {
		for (let i = 4; i < whole.length - 4; i += 17)
			for (const value of [0x00, 0xff, whole[i] ^ 0x10]) {
				const outcome = await read(patched(whole, i, value)).catch((error: unknown) => error);
				if (Array.isArray(outcome)) continue;
				expect(outcome).toBeInstanceOf(InputError);
				expect(toMessage(outcome)).not.toMatch(/Cannot|undefined|DataView|is not/);
			}
	});
});
