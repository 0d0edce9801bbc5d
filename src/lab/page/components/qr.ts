/** A link as a QR code: dark modules as one SVG path, inside the standard's quiet zone. */
import { encode } from 'uqr';

/** In characters. The modules of a longer link are too small for a camera to read from a screen. */
export const mostForQr = 400;

/** `size`: modules per side, quiet zone included, for a viewBox. Null if the text is too long. */
export function qrDrawing(text: string) {
	if (text.length > mostForQr) return null;
	const { data, size } = encode(text, { ecc: 'L', border: 4 });
	const path = data
		.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
		.join('');
	return { size, path };
}
