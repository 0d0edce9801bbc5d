/** A chart of the page as a file (SVG or PNG) with its experiment's link. */
import { flushSync, mount, unmount } from 'svelte';
import { InternalError } from '#engine/core/errors.ts';
import { fileStem } from '#engine/core/file.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';
import type { Figure, FigureSource } from './figure.ts';
import FigureSheet from './FigureSheet.svelte';

export type ChartFormat = 'svg' | 'png';

export interface ChartOrigin extends FigureSource {
	/** The first part of the file's name: it names the run. */
	readonly stem: string;
}

export async function chartFile(
	format: ChartFormat,
	figure: Figure,
	{ stem, ...source }: ChartOrigin,
): Promise<NamedFile> {
	const drawn = drawSvg(figure, source);
	const svg = new Blob([drawn.text], { type: 'image/svg+xml' });
	const blob = format === 'svg' ? svg : await drawPng(svg, drawn);
	return { name: `${fileStem(stem, figure.name)}.${format}`, blob };
}

/** Draws the sheet off the page and serialises it. Width and height in CSS pixels. */
function drawSvg(figure: Figure, source: FigureSource) {
	const target = document.createElement('div');
	const sheet = mount(FigureSheet, { target, props: { figure, source } });
	flushSync();
	const svg = target.querySelector('svg');
	if (!svg) throw new InternalError('The chart could not be drawn.');
	const text = new XMLSerializer()
		.serializeToString(svg)
		.replace(/<!--.*?-->/g, '')
		.toWellFormed()
		// oxlint-disable-next-line no-control-regex -- XML allows none of these characters
		.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
	const size = { width: svg.width.baseVal.value, height: svg.height.baseVal.value };
	void unmount(sheet);
	return { text: `<?xml version="1.0" encoding="UTF-8"?>\n${resolveVariables(text)}\n`, ...size };
}

/** The theme's colours in place of its variables, which only the page knows. */
function resolveVariables(svg: string): string {
	const style = getComputedStyle(document.documentElement);
	return svg.replace(/var\((--[\w-]+)\)/g, (_, name: string) =>
		style.getPropertyValue(name === '--paper' ? '--sheet' : name).trim(),
	);
}

/** At twice its size. Throws InternalError if the browser cannot draw it. */
async function drawPng(
	svg: Blob,
	{ width, height }: { readonly width: number; readonly height: number },
): Promise<Blob> {
	const url = URL.createObjectURL(svg);
	try {
		const image = new Image();
		image.src = url;
		await image.decode();
		const canvas = document.createElement('canvas');
		[canvas.width, canvas.height] = [Math.round(2 * width), Math.round(2 * height)];
		canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
		const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
		if (blob) return blob;
		throw new InternalError('The browser could not draw the chart: it has no room for it.');
	} finally {
		URL.revokeObjectURL(url);
	}
}
