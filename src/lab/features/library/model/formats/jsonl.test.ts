import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	toBytes,
	chunkedFile,
	toRows,
	readValues,
} from '../../../../../../tests/support/chunkedFile.ts';
import { jsonl } from './jsonl.ts';

const values = async (text: string | Uint8Array, cuts: readonly number[] = []) =>
	readValues(await toRows(jsonl, chunkedFile(text, cuts)));

describe('JSON lines in a stream', () => {
	it('gives the result of JSON.parse per line for any chunks', () =>
		fc.assert(
			fc.asyncProperty(
				fc.array(fc.jsonValue({ stringUnit: 'grapheme' })),
				fc.constantFrom('\n', '\r\n', '\n\n', '\n \r\n'),
				fc.array(fc.nat(10_000), { maxLength: 12 }),
				async (list, lineEnd, cuts) => {
					const lines = list.map((value) => JSON.stringify(value));
					expect(await values(lines.join(lineEnd), cuts)).toEqual(
						lines.map((line) => JSON.parse(line) as unknown),
					);
				},
			),
			{ seed: 20260103, numRuns: 150 },
		));

	it('rejects only broken lines, with line number and reason', async () => {
		const text = Uint8Array.from([
			...toBytes('{"a":1}\n\n{"a":}\r\n{"a":"'),
			0xff,
			...toBytes('"}\n{"a":[-Infinity]}\n{"a":2}'),
		]);
		const rows = await toRows(jsonl, chunkedFile(text, [10, 25]));
		expect(readValues(rows)).toEqual([
			{ a: 1 },
			expect.stringMatching(/^line 3: The row is not JSON .+\. Fix it in the file\.$/),
			'line 4: The text is not valid UTF-8. Save the file as UTF-8.',
			'line 5: JSON has no NaN or Infinity: write null, or leave the field out.',
			{ a: 2 },
		]);
		expect(rows.map(({ raw }) => raw).slice(1, 3)).toEqual(['{"a":}', '{"a":"\uFFFD"}']);
	});
});
