/** Base64 for byte arrays of any size. The browser's functions take strings of one byte each. */

/** Divisible by 3, so that encoded chunks can be joined. Small enough for a call's arguments. */
const chunkLength = 24_576;

export function toBase64(bytes: Uint8Array): string {
	const parts: string[] = [];
	for (let at = 0; at < bytes.length; at += chunkLength)
		parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + chunkLength))));
	return parts.join('');
}

/** Throws DOMException if the text is not base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	const binary = atob(text);
	const bytes = new Uint8Array(binary.length);
	for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
	return bytes;
}
