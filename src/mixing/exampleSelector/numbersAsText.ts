/** Numbers as short text: base64 of 32-bit floats, for artefacts that people pass on as files. */

export function toText(values: ArrayLike<number>): string {
	const bytes = new Uint8Array(Float32Array.from(values).buffer);
	let binary = '';
	for (const byte of bytes) binary += String.fromCharCode(byte);
	return btoa(binary);
}

/** Rounded to 32 bits, in 64. Throws what atob throws on other text. */
export function fromText(text: string): Float64Array {
	const binary = atob(text);
	const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
	return Float64Array.from(new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / 4)));
}
