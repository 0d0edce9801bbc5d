import fc from 'fast-check';
import { englishText } from '#engine/core/message.ts';
import { describe, expect, it } from 'vitest';
import { toBytes, chunkedFile, toRows } from '../../../../../../tests/support/chunkedFile.ts';
import { pieceLength, pieces, text } from './text.ts';

const rows = async (content: string | Uint8Array, cuts: readonly number[] = []) =>
	(await toRows(text, chunkedFile(content, cuts))).map((row) => [
		row.line,
		'value' in row ? (row.value as { text: string }).text : englishText(row.error),
	]);

describe('plain text in a stream', () => {
	it('reads paragraphs between blank lines, with inner lines and indents', async () => {
		expect(await rows('\n\none\n  two\n\n \n  three\r\nfour\n', [5, 6, 11])).toEqual([
			[3, 'one\n  two'],
			[7, '  three\nfour'],
		]);
	});

	it('reads lines if there are no blank lines inside', async () => {
		expect(await rows('\none\ntwo\nthree\n\n', [3])).toEqual([
			[2, 'one'],
			[3, 'two'],
			[4, 'three'],
		]);
	});

	it('rejects the paragraph that is not UTF-8, with the line of the bad bytes', async () => {
		const content = Uint8Array.from([...toBytes('one\n\ntwo\n'), 0xe9, ...toBytes('\n\nthree')]);
		expect(await rows(content)).toEqual([
			[1, 'one'],
			[3, 'Line 4: The text is not valid UTF-8. Save the file as UTF-8.'],
			[6, 'three'],
		]);
	});

	it('splits at line ends, else at sentence ends, else between words', () => {
		const line = 'a'.repeat(150);
		expect(pieces(5, `${line}\n${line}\n${line}`).map(({ line: at, raw }) => [at, raw])).toEqual([
			[5, `${line}\n${line}`],
			[7, line],
		]);
		const sentence = `${'word '.repeat(49)}end. `;
		expect(pieces(1, sentence.repeat(2)).map(({ raw }) => raw)).toEqual([
			sentence.trim(),
			sentence.trim(),
		]);
		expect(pieces(1, 'word '.repeat(100))[0].raw).toBe('word '.repeat(80).trim());
	});

	it('loses only white space at the ends of pieces', () =>
		fc.assert(
			fc.property(
				fc.string({ unit: fc.constantFrom('a', ' ', '\n', '.', '😀', 'é'), maxLength: 3000 }),
				(content) => {
					const found = pieces(1, content);
					const bare = (part: string) => part.replace(/\s/g, '');
					expect(bare(found.map(({ raw }) => raw).join(''))).toBe(bare(content));
					const lines = content.split('\n');
					for (const { line, raw } of found) {
						expect(raw.length).toBeLessThanOrEqual(pieceLength);
						expect(raw.isWellFormed()).toBe(true);
						expect(lines[line - 1]).toContain(raw.split('\n')[0].trim());
					}
				},
			),
			{ seed: 20260104, numRuns: 200 },
		));
});
