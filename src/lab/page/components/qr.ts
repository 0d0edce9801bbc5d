/** A link as a QR code: dark modules as one SVG path, inside the standard's quiet zone. */
import { encode } from 'uqr';

/** In characters: a camera does not read the modules of a longer link in a picture of 200 px. */
export const mostForQr = 400;
/** In a picture of 480 px, such as that of a lesson's link. */
export const mostForLargeQr = 1200;

/** `size`: modules per side, quiet zone included, for a viewBox. Null if the text is too long. */
export function qrDrawing(text: string) {
	if (text.length > mostForLargeQr) return null;
	const { data, size } = encode(text, { ecc: 'L', border: 4 });
	const path = data
		.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
		.join('');
	return { size, path };
}
