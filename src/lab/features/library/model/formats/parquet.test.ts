import { readFileSync } from 'node:fs';
import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { InputError, toMessage } from '#engine/core/errors.ts';
import {
	toBytes,
	namedFile,
	toRows,
	readValues,
} from '../../../../../../tests/support/chunkedFile.ts';
import { detectFormat, openFile } from '../formats.ts';
import type { Row } from '../shapes/shape.ts';
import { mapRow, rowReader } from '../mapping.ts';
import { FileFacts } from '../shapes/facts.ts';
import { openAiMessages } from '../shapes/messages.ts';
import { parsers, toJson } from './parquet/values.ts';

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
	expect((error as InputError).message).toMatch(/\.$/);
	return (error as InputError).message;
};
const sums = Array.from({ length: 60 }, (_, i) => ({
	question: `${i}+${i}, é漢😀`,
	answer: 2 * i,
}));

const answer = { kind: 'columns', prompt: [], answer: ['date'] } as const;

/** A copy with these bytes at `offset`; a negative offset counts from the end. */
function patched(content: Uint8Array, offset: number, ...values: readonly number[]): Uint8Array {
	const copy = content.slice();
	copy.set(values, offset < 0 ? copy.length + offset : offset);
	return copy;
}
const findIndex = (content: Uint8Array, ...values: readonly number[]): number => {
	const index = content.findIndex((_, i) => values.every((value, j) => content[i + j] === value));
	expect(index).toBeGreaterThan(0);
	return index;
};

describe('Parquet files of pyarrow', () => {
	it('a byte that is wrong anywhere in its description is not an error of the engine', async () => {
		const whole = bytes('sums-none');
		const description =
			whole.length - 8 - new DataView(whole.buffer).getUint32(whole.length - 8, true);
		for (let at = description; at < whole.length - 8; at += 3) {
			const text = await read(patched(whole, at, 0)).then(() => '', toMessage);
			expect(text).not.toMatch(/Cannot|undefined|DataView|is not/);
		}
	});

	it('has its nulls in a page without bytes', async () => {
		expect(readValues(await read(bytes('nulls-lz4')))).toEqual(Array(3).fill({ text: null }));
	});

	it.each(['none', 'snappy', 'gzip', 'brotli', 'zstd', 'lz4', 'v2', 'pages', 'checked'])(
		'has the rows of sums-%s, with their numbers',
		async (name) => {
			const rows = await read(bytes(`sums-${name}`));
			expect(readValues(rows)).toEqual(sums);
			expect(rows.map(({ line }) => line)).toEqual(sums.map((_, i) => i + 1));
			expect(rows[3]).toMatchObject({ raw: JSON.stringify(sums[3]) });
		},
	);

	it.each(['chats', 'types', 'float32'])('reads %s as pyarrow does', async (name) => {
		expect(readValues(await read(bytes(name)))).toEqual(golden[name]);
	});

	it('keeps the type of numbers in tools and arguments', async () => {
		const rows = readValues(await read(bytes('tools'))) as Row[];
		const examples = rows.flatMap((row) => openAiMessages.toExamples(row, new FileFacts()));
		const calls = examples.flatMap(({ messages }) => messages[1].tool_calls as Row[]);
		expect(calls.map((call) => call['arguments'])).toEqual(golden['tools']);
		expect(examples[0].tools).toEqual(['{"name":"f","default":1.0}']);
	});

	it('keeps the text of whole numbers and decimals that a double cannot hold', async () => {
		const rows = readValues(await read(bytes('types'))) as Record<string, unknown>[];
		expect(rows.map(({ int64 }) => int64)).toEqual([
			1,
			2 ** 53 - 1,
			'9007199254740993',
			'-9223372036854775808',
			null,
		]);
		expect(rows[1].uint64).toBe('18446744073709551615');
		expect(rows.map(({ decimal }) => decimal).slice(0, 3)).toEqual([
			1.15,
			-0.07,
			'12345678901234567890.12',
		]);
	});

	it('names a column with bytes that are no text', async () => {
		const rows = await read(bytes('types'));
		const lost = rows.map((row) => 'value' in row && row.lost);
		expect(lost).toEqual([['bytes'], ['bytes'], undefined, ['bytes'], ['bytes']]);
		const mapped = rows.slice(0, 1).map((row) => mapRow(row, rowReader(answer, new FileFacts())));
		expect(mapped).toMatchObject([{ unread: expect.arrayContaining(['bytes']) as string[] }]);
	});

	it('keeps the zeros of a decimal, but not the members of another row’s struct', async () => {
		const rows = readValues(await read(bytes('types'))) as Record<string, unknown>[];
		expect(rows[3]['decimal']).toBe('0.00');
		expect(rows[0]['deep']).toEqual([{ x: [1, 2] }]);
		expect(rows[3]['pairs']).toEqual({ b: null, c: 3 });
	});

	it('is recognised by its content, whatever its name', async () => {
		expect(readValues(await read(bytes('sums-none'), 'rows.jsonl'))).toEqual(sums);
	});

	it('gives rows in batches and reports its progress', async () => {
		const seen: number[] = [];
		const content = bytes('sums-none');
		const file = await openFile(namedFile('a.parquet', content), (read) => seen.push(read));
		const sizes: number[] = [];
		for await (const batch of detectFormat(file).read(file)) sizes.push(batch.length);
		expect(sizes).toEqual([25, 25, 10]);
		expect(seen.at(-1)).toBe(content.length);
		expect(seen).toEqual([...seen].sort((a, b) => a - b));
		expect(seen.length).toBeGreaterThan(3);
	});

	it('bounds the rows and the characters of a batch', async () => {
		const file = await openFile(namedFile('a.parquet', bytes('long')));
		for await (const batch of detectFormat(file).read(file))
			expect(batch.length).toBeLessThanOrEqual(256);
	});

	it('has no rows if the file has none', async () => {
		expect(await read(bytes('empty'))).toEqual([]);
	});
});

/** Each is sums-none, whose description of one column was changed. */
describe('Types of Parquet columns', () => {
	it.each(['question', 'answer'])('of %s are refused by name if unknown', async (column) => {
		for (const unknown of ['none', 'unknown'])
			expect(await refusal(bytes(`type-${unknown}-${column}`))).toMatch(
				new RegExp(`column ${column} has a type that the lab does not know`),
			);
	});

	it.each(['older-disagrees', 'undescribed'])('are text where they are %s', async (name) => {
		expect(readValues(await read(bytes(`type-${name}`)))).toEqual(sums);
	});

	it('are null for the null type', async () => {
		const nulls = sums.map(({ question }) => ({ question, answer: null }));
		expect(readValues(await read(bytes('type-null')))).toEqual(nulls);
	});

	it.each([
		[2, '00:00:00.000006'],
		[3, '00:00:00.000000006'],
	])('are times of day in unit %s', async (unit, text) => {
		const rows = readValues(await read(bytes(`type-time-${unit}`)));
		expect(rows[3]).toEqual({ ...sums[3], answer: text });
	});
});

describe('Parquet files that cannot be read', () => {
	const whole = bytes('sums-snappy');

	it('are refused by name if their end is missing', async () => {
		for (const length of [4, 11, 12, 500, whole.length - 1])
			expect(await refusal(whole.slice(0, length))).toContain('cut off: its end is missing');
	});

	it('are refused without the magic number at their start', async () => {
		expect(await refusal(patched(whole, 0, 0x58))).toContain('this looks like a binary file');
	});

	it('are refused if the footer has a wrong length or is damaged', async () => {
		expect(await refusal(patched(whole, -8, 0xff, 0xff, 0xff, 0x7f))).toContain('longer than');
		expect(await refusal(patched(whole, -8, 5, 0, 0, 0))).toContain('in its description');
	});

	it('are refused if their pages are damaged', async () => {
		const page = findIndex(whole, 0x15, 0x04);
		expect(await refusal(patched(whole, page, 0xff, 0xff, 0xff))).toContain('in row group 1 of 3');
	});

	it('are refused beforehand if a row group is too large', async () => {
		const content = bytes('sums-none');
		const [start, lengthAt] = [footerStart(content), content.length - 8];
		const footer = content.slice(start, lengthAt);
		// The sizes of a column are zigzag numbers after the number of values: 25 → 50.
		const at = start + findIndex(footer, 0x16, 50, 0x16);
		const size = varint(2 ** 31);
		const end = at + 3;
		const old = content.slice(end).findIndex((byte) => byte < 0x80) + 1;
		const longer = Uint8Array.from([
			...content.slice(0, end),
			...size,
			...content.slice(end + old, lengthAt),
			...new Uint8Array(new Uint32Array([lengthAt - start + size.length - old]).buffer),
			...toBytes('PAR1'),
		]);
		expect(await refusal(longer)).toMatch(
			/^rows\.parquet: row group 1 of 3 has 2,049 MB and 50 values, and at most 256 MB .*smaller/s,
		);
	});

	it.each([
		'two-thousand-million-rows',
		'column-not-in-schema',
		'read-at-nan',
		'read-at-nan-unawaited',
	])('end with an error that is the lab’s own: %s', async (name) => {
		await refusal(bytes(`damaged/${name}`));
	});

	it('inside a gzip archive are to be unpacked', async () => {
		expect(await refusal(gzipSync(whole), 'rows.parquet.gz')).toContain('Unpack it first');
	});

	it('end with an error or with rows at a change of any byte', async () => {
		for (let i = 4; i < whole.length - 4; i += 17)
			for (const value of [0x00, 0xff, whole[i] ^ 0x10]) {
				const outcome = await read(patched(whole, i, value)).catch((error: unknown) => error);
				if (!Array.isArray(outcome)) expect(outcome).toBeInstanceOf(InputError);
			}
	});
});

const footerStart = (content: Uint8Array): number =>
	content.length -
	8 -
	new DataView(content.buffer, content.byteOffset).getUint32(content.length - 8, true);

/** A zigzag number as Thrift's compact protocol writes it. */
function varint(value: number): number[] {
	const bytes: number[] = [];
	for (let rest = 2 * value; ; rest = Math.floor(rest / 128)) {
		if (rest < 128) return [...bytes, rest];
		bytes.push((rest % 128) + 128);
	}
}

it.each([
	['text', [111, 107], 'ok'],
	['not text', [255, 107], null],
])('bytes of a fixed length that are %s', (_, content, text) => {
	let lost = 0;
	const element = { type: 'FIXED_LEN_BYTE_ARRAY', name: 'a' } as const;
	const node = { children: [], count: 1, element, path: ['a'] };
	expect(toJson(Uint8Array.from(content), node, new Map(), () => lost++)).toBe(text);
	expect(lost).toBe(text === null ? 1 : 0);
});

it('half of a character is text, and other wrong bytes are none', () => {
	expect(parsers.stringFromBytes!(Uint8Array.of(0x61, 0xed, 0xa0, 0xbd))).toBe('a\ud83d');
	expect(parsers.stringFromBytes!(Uint8Array.of(0x61, 0xff))).toBeNull();
});
