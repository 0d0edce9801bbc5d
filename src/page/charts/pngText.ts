/** Adds text to a PNG: a tEXt chunk (PNG specification, 11.3.3.2) before the last chunk. */
import { joinBytes } from '#core/bytes.ts';
import { crc32 } from '#core/crc32.ts';
import { InternalError } from '#core/errors.ts';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** The last chunk, IEND, has no data: length, type and CRC. */
const endLength = 12;

/** `keyword`: 1 to 79 Latin-1 characters. Other characters of `text` become question marks. */
export function withPngText(png: Uint8Array<ArrayBuffer>, keyword: string, text: string) {
	if (signature.some((byte, i) => png[i] !== byte))
		throw new InternalError('The picture that the browser made is no PNG.');
	const chunk = pngChunk('tEXt', latin1(`${keyword}\0${text.replaceAll('\0', '')}`));
	return joinBytes([png.subarray(0, -endLength), chunk, png.subarray(-endLength)]);
}

/** Length, type, data, CRC of type and data. */
function pngChunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
	const chunk = new Uint8Array(endLength + data.length);
	const view = new DataView(chunk.buffer);
	view.setUint32(0, data.length);
	chunk.set(latin1(type), 4);
	chunk.set(data, 8);
	view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)));
	return chunk;
}

const latin1 = (text: string): Uint8Array =>
	Uint8Array.from(text, (letter) => {
		const code = letter.codePointAt(0) ?? 0;
		return code < 256 ? code : '?'.charCodeAt(0);
	});
