import { expect, test } from 'vitest';
import { crc32 } from '#engine/core/bytes.ts';
import { withPngText } from './chartFile.ts';

/** A picture of one transparent pixel. */
const png = Uint8Array.from(
	atob(
		'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
	),
	(letter) => letter.charCodeAt(0),
);

/** Every chunk, its CRC checked. */
function listChunks(bytes: Uint8Array): { type: string; data: string }[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const text = (from: number, length: number) =>
		String.fromCharCode(...bytes.subarray(from, from + length));
	const chunks = [];
	for (let at = 8; at < bytes.length;) {
		const length = view.getUint32(at);
		const crc = view.getUint32(at + 8 + length);
		expect(crc).toBe(crc32(bytes.subarray(at + 4, at + 8 + length)));
		chunks.push({ type: text(at + 4, 4), data: text(at + 8, length) });
		at += 12 + length;
	}
	return chunks;
}

test('the CRC is the one of the standard', () => {
	expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});

test('the text is a chunk of its own before the end, and the picture is as it was', () => {
	const link = `https://lab.example/#1.${'x'.repeat(1900)}`;
	const before = listChunks(png);
	const after = listChunks(withPngText(png, 'Source', link));
	expect(after.map(({ type }) => type)).toEqual(['IHDR', 'IDAT', 'tEXt', 'IEND']);
	expect(after[2].data).toBe(`Source\0${link}`);
	expect(after.filter(({ type }) => type !== 'tEXt')).toEqual(before);
});

test('letters beyond Latin-1 and zeros do not break the chunk', () => {
	expect(listChunks(withPngText(png, 'Title', 'a\0é字'))[2].data).toBe('Title\0aé?');
});

test('what is no PNG is refused', () => {
	expect(() => withPngText(new Uint8Array(20), 'Source', 'x')).toThrow(/no PNG/);
});
