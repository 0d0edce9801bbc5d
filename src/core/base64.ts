/** Bytes as text and back, of any size: the browser's own functions take strings of one character per byte. */

/** Divisible by 3, so that parts can be joined; small enough for a call's arguments. */
const part = 24_576;

export function toBase64(bytes: Uint8Array): string {
	const parts: string[] = [];
	for (let at = 0; at < bytes.length; at += part)
		parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + part))));
	return parts.join('');
}

/** Throws DOMException on what is no base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	const binary = atob(text);
	const bytes = new Uint8Array(binary.length);
	for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
	return bytes;
}
