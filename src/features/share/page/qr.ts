/** A link as a QR code: dark modules as one SVG path, in a frame of light ones as the standard asks. */
import { encode } from 'uqr';

/** Longer links make modules that a camera does not read from a screen. */
export const mostForQr = 400;

export interface QrDrawing {
	/** Modules on each side, frame included. */
	readonly size: number;
	/** For an SVG whose viewBox is 0 0 size size. */
	readonly path: string;
}

/** Null: the text is too long. */
export function qrDrawing(text: string): QrDrawing | null {
	if (text.length > mostForQr) return null;
	const { data, size } = encode(text, { ecc: 'L', border: 4 });
	const path = data
		.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
		.join('');
	return { size, path };
}
