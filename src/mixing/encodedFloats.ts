/** Numbers as short text, for artefacts in files: base64 of 32-bit floats. */
import { fromBase64, toBase64 } from '#engine/core/bytes.ts';

export const encodeFloats = (values: ArrayLike<number>): string =>
	toBase64(new Uint8Array(Float32Array.from(values).buffer));

/** The inverse of encodeFloats. Throws DOMException on invalid text. */
export function decodeFloats(text: string): Float64Array {
	const { buffer, length } = fromBase64(text);
	return Float64Array.from(new Float32Array(buffer, 0, Math.floor(length / 4)));
}
