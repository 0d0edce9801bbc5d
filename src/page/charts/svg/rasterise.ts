/** An SVG as a PNG, drawn by the browser at twice its size, with the experiment's link in the file. */
import { InternalError } from '#core/errors.ts';
import type { Drawing } from './drawFigure.ts';
import { withPngText } from './pngText.ts';

const scale = 2;

/** Throws InternalError where the browser draws no picture of it. */
export async function pngOf(
	{ svg, width, height }: Drawing,
	texts: Readonly<Record<string, string>>,
): Promise<Blob> {
	const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
	try {
		const image = new Image();
		image.src = url;
		await image.decode();
		const canvas = document.createElement('canvas');
		canvas.width = Math.round(scale * width);
		canvas.height = Math.round(scale * height);
		canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
		const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
		if (!blob)
			throw new InternalError('The browser could not draw the chart: it has no room for it.');
		let png = new Uint8Array(await blob.arrayBuffer());
		for (const [keyword, text] of Object.entries(texts)) png = withPngText(png, keyword, text);
		return new Blob([png], { type: 'image/png' });
	} finally {
		URL.revokeObjectURL(url);
	}
}
