/** A link as a QR code: dark modules as one SVG path, inside the standard's quiet zone. */
import { encode } from 'uqr';

/** In characters. The modules of a longer link are too small for a camera to read from a screen. */
export const mostForQr = 400;

export interface QrDrawing {
	/** Modules per side, quiet zone included. */
	readonly size: number;
	/** Path data for an SVG whose viewBox is 0 0 size size. */
	readonly path: string;
}

/** Null if the text is too long. */
export function qrDrawing(text: string): QrDrawing | null {
	if (text.length > mostForQr) return null;
	const { data, size } = encode(text, { ecc: 'L', border: 4 });
	const path = data
		.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
		.join('');
	return { size, path };
}
