import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	toBytes,
	chunkedFile,
	namedFile,
	toRows,
	readValues,
} from '../../../../../../tests/support/chunkedFile.ts';
import { detectFormat, openFile } from '../formats.ts';
import { csv, tsv } from './delimited.ts';

const values = async (text: string | Uint8Array, cuts: readonly number[] = [], format = csv) =>
	readValues(await toRows(format, chunkedFile(text, cuts)));

const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;

describe('delimited values in a stream', () => {
	it('reads the written fields for any chunk sizes', () =>
		fc.assert(
			fc.asyncProperty(
				fc.array(
					fc.tuple(
						fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', 'é', '漢', '😀', ' ', ';') }),
						fc
							.string({ unit: 'grapheme', minLength: 1 })
							.filter((text) => /^[^\r]*\S[^\r]*$/.test(text)),
					),
				),
				fc.array(fc.nat(10_000), { maxLength: 12 }),
				fc.constantFrom('\n', '\r\n'),
				async (rows, cuts, lineEnd) => {
					const lines = [['q', 'a'], ...rows].map((row) => row.map(quoted).join(','));
					expect(await values(lines.join(lineEnd), cuts)).toEqual(rows.map(([q, a]) => ({ q, a })));
				},
			),
			{ seed: 20260102, numRuns: 150 },
		));

	it('reports the line where each row begins, with line breaks in fields', async () => {
		const text = 'q,a\n1,"x\ny"\n\n2,z\n';
		const rows = await toRows(csv, chunkedFile(text, [9]));
		expect(rows.map(({ line, raw }) => [line, raw])).toEqual([
			[2, '1,"x\ny"'],
			[5, '2,z'],
		]);
	});

	it('rejects rows with too few or too many fields, and ignores empty ones', async () => {
		expect(await values('q,a\n1\n1,2,3\n1,2,,\n,\n3,4')).toEqual([
			expect.stringMatching(/^line 2: 1 field, .* 2 columns\. .* missing field as an empty one/),
			expect.stringMatching(/^line 3: 3 fields, .* Quote fields that hold a delimiter/),
			{ q: '1', a: '2' },
			{ q: '3', a: '4' },
		]);
	});

	it('rejects only the line with a bad quote', async () => {
		const bad = (line: number): unknown =>
			expect.stringMatching(new RegExp(`^line ${line}: A quote in this line`));
		expect(await values('q,a\n1,2\n"3,4\n5,6\n7,8')).toEqual([
			{ q: '1', a: '2' },
			bad(3),
			{ q: '5', a: '6' },
			{ q: '7', a: '8' },
		]);
		expect(await values('q,a\n"1"x,2\n"3",4\n')).toEqual([bad(2), { q: '3', a: '4' }]);
		expect(await values('q,a\n5" pipe,2\n')).toEqual([{ q: '5" pipe', a: '2' }]);
	});

	it('refuses a file with too many unclosed quotes', async () => {
		const text = `q,a\n${Array.from({ length: 30 }, (_, i) => `"${i}x,4`).join('\n')}`;
		await expect(values(text)).rejects.toThrow(/rows, line \d+: too many quotes .* Close them/);
	});

	it('rejects the row with bytes that are not UTF-8', async () => {
		const text = Uint8Array.from([...toBytes('q,a\n"x\n'), 0xff, ...toBytes('",1\ny,2\n')]);
		expect(await values(text, [8])).toEqual([
			'line 2: Line 3: The text is not valid UTF-8. Save the file as UTF-8.',
			{ q: 'y', a: '2' },
		]);
	});

	it('refuses a first row without a name', async () => {
		await expect(values('\n,,\nq,a,b\n1,2,3\n')).rejects.toThrow(
			/rows, line 2: the columns have no names. Put the names .* or remove it/,
		);
	});

	it('gives distinct names to unnamed and repeated columns', async () => {
		expect(await values('a,,a\n1,2,3')).toEqual([{ a: '1', 'column 2': '2', 'a 2': '3' }]);
	});

	it('detects semicolons and commas, and reads tabs', async () => {
		expect(await values('q;a\n1,5;2\n2,5;3')).toEqual([
			{ q: '1,5', a: '2' },
			{ q: '2,5', a: '3' },
		]);
		expect(await values('q\ta\n1, 2\t3', [], tsv)).toEqual([{ q: '1, 2', a: '3' }]);
	});

	it.each(['sep=;\n', 'sep=;\r\n', '"sep=;"\n', '\uFEFFSEP=;\n'])(
		'takes the delimiter from the line %j of Excel',
		async (first) => {
			const file = namedFile('rows.csv', `${first}q;a\n1,5;2\n2;3,4,5;6\n`);
			const opened = await openFile(file);
			expect(detectFormat(opened).id).toBe('csv');
			expect(readValues(await toRows(csv, opened))).toEqual([
				{ q: '1,5', a: '2' },
				expect.stringMatching(/^line 4: 3 fields/),
			]);
		},
	);

	it.each([
		['CR with LF in a cell', 'q,a\r"1\n2",b\r3,4\r'],
		['CRLF that was converted twice', 'q,a\r\r\n"1\r\r\n2",b\r\r\n3,4\r\r\n'],
	])('reads lines that end with %s', async (_what, text) => {
		const opened = await openFile(namedFile('rows.csv', text));
		expect(readValues(await toRows(csv, opened))).toEqual([
			{ q: '1\n2', a: 'b' },
			{ q: '3', a: '4' },
		]);
	});

	it('takes the named delimiter whatever the rows have, and a later sep= as a row', async () => {
		expect(await values('sep=|\nq,a\n1,2\nsep=;\n')).toEqual([
			{ 'q,a': '1,2' },
			{ 'q,a': 'sep=;' },
		]);
	});

	it('reads a field of 10 MB in small pieces', async () => {
		const long = `${'ab '.repeat(33)}\n`.repeat(100_000);
		const cuts = Array.from({ length: 150 }, (_, i) => i * 65_536);
		expect(await values(`q,a\n"${long}",2\n3,4\n`, cuts)).toEqual([
			{ q: long, a: '2' },
			{ q: '3', a: '4' },
		]);
	});
});
