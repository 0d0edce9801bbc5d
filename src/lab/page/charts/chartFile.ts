/** A chart of the page as a file (SVG, PNG or CSV) that contains its experiment's link. */
import { flushSync, mount, unmount } from 'svelte';
import { InternalError } from '#engine/core/errors.ts';
import { fileStem } from '#engine/core/file.ts';
import { crc32, joinBytes } from '#engine/core/bytes.ts';
import { csvText } from '#engine/core/csv.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';
import { words } from '#lab/page/words/words.ts';
import { seriesOf, type Figure, type FigureSource, type RowsPanel } from './figure.ts';
import FigureSheet from './FigureSheet.svelte';
import { hasValues, joinSeries } from './series.ts';

export type ChartFormat = 'svg' | 'png' | 'csv';

export interface ChartOrigin extends FigureSource {
	/** The first part of the file's name: it names the run. */
	readonly stem: string;
}

export async function chartFile(
	format: ChartFormat,
	figure: Figure,
	{ stem, ...source }: ChartOrigin,
): Promise<NamedFile> {
	const name = `${fileStem(stem, figure.name)}.${format}`;
	if (format === 'csv') return { name, blob: new Blob([figureText(figure)], { type: 'text/csv' }) };
	const svg = drawSvg(figure, source);
	const blob =
		format === 'svg'
			? new Blob([svg.text], { type: 'image/svg+xml' })
			: await drawPng(svg, {
					Title: figure.title,
					Software: 'Skillet',
					Source: source.links.map(({ link }) => link).join('\n'),
				});
	return { name, blob };
}

function figureText(figure: Figure): string {
	const { step, skill } = words.common;
	const { rowsAre = skill.toLowerCase() } = figure;
	return figureCsv(figure, { step: step.toLowerCase(), row: rowsAre });
}

/** Draws the sheet off the page and serialises it. Width and height in CSS pixels. */
function drawSvg(figure: Figure, source: FigureSource) {
	const target = document.createElement('div');
	const sheet = mount(FigureSheet, { target, props: { figure, source } });
	flushSync();
	const svg = target.querySelector('svg');
	if (!svg) throw new InternalError('The chart could not be drawn.');
	svg.querySelector('desc')?.after(linksForPrograms(source));
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

/** Metadata of the SVG: each link, in full length, as a Dublin Core source. */
function linksForPrograms({ links }: FigureSource): SVGElement {
	const metadata = document.createElementNS('http://www.w3.org/2000/svg', 'metadata');
	for (const { link } of links) {
		const source = document.createElementNS('http://purl.org/dc/elements/1.1/', 'source');
		source.textContent = link;
		metadata.append(source);
	}
	return metadata;
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
	{ text, width, height }: ReturnType<typeof drawSvg>,
	texts: Readonly<Record<string, string>>,
): Promise<Blob> {
	const scale = 2;
	const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
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
		for (const [keyword, value] of Object.entries(texts)) png = withPngText(png, keyword, value);
		return new Blob([png], { type: 'image/png' });
	} finally {
		URL.revokeObjectURL(url);
	}
}

/** The first bytes of every PNG. */
const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** The last chunk, IEND, has no data: length, type and CRC. */
const endLength = 12;

/**
 * Adds a tEXt chunk (PNG specification, 11.3.3.2) before the last one. `keyword`: 1 to 79 Latin-1
 * characters. Others in `text` become question marks. Throws InternalError if `png` is not a PNG.
 */
export function withPngText(png: Uint8Array<ArrayBuffer>, keyword: string, text: string) {
	if (signature.some((byte, i) => png[i] !== byte))
		throw new InternalError('The picture that the browser made is no PNG.');
	const chunk = pngChunk('tEXt', latin1(`${keyword}\0${text.replaceAll('\0', '')}`));
	return joinBytes([png.subarray(0, -endLength), chunk, png.subarray(-endLength)]);
}

/** Length, type, data, CRC of type and data. */
function pngChunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
	const chunk = new Uint8Array(endLength + data.length);
	const view = new DataView(chunk.buffer);
	view.setUint32(0, data.length);
	chunk.set(latin1(type), 4);
	chunk.set(data, 8);
	view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)));
	return chunk;
}

const latin1 = (text: string): Uint8Array =>
	Uint8Array.from(text, (letter) => {
		const code = letter.codePointAt(0) ?? 0;
		return code < 256 ? code : '?'.charCodeAt(0);
	});

/**
 * A figure's numbers as CSV: one row per step or per item. `names`: headers of the first column.
 * Steps at which nothing is measured are left out.
 */
export function figureCsv(
	{ panels }: Figure,
	names: { readonly step: string; readonly row: string },
): string {
	const [first] = panels;
	const rowPanels = panels.filter((panel) => panel.kind === 'rows');
	if (first.kind === 'rows') return rowsCsv(rowPanels, names.row);
	if (first.kind === 'points') {
		const { x, y, points, columns } = first;
		const ends = ['mean', 'low', 'high'] as const;
		return csvText(
			[names.row, ...[x, y].flatMap(({ title }) => ends.map((end) => `${title}: ${columns[end]}`))],
			points.map(({ label, x, y }) => [
				label,
				...[x, y].flatMap((at) => ends.map((end) => at[end])),
			]),
		);
	}
	const overSteps = panels.filter((panel) => panel.kind === 'curves' || panel.kind === 'stack');
	// If there are several panels, the panel's title is a part of the header.
	const columns = overSteps.flatMap((panel) =>
		seriesOf(panel)
			.filter(hasValues)
			.map((series) => ({
				...series,
				header: overSteps.length > 1 ? `${panel.title}: ${series.label}` : series.label,
			})),
	);
	return csvText(
		[names.step, ...columns.map(({ header }) => header)],
		joinSeries(columns).map(({ step, values }) => [step, ...values]),
	);
}

/** A column per value of a row. The title is a part of the header as above. */
function rowsCsv(panels: readonly RowsPanel[], name: string): string {
	const columns = panels.flatMap(({ title, values = title, columns: headers, rows }) =>
		(['before', 'after', 'low', 'high'] as const).flatMap((value) => {
			const header = headers[value];
			if (header === undefined) return [];
			const full = panels.length > 1 ? `${values}: ${header}` : header;
			return [{ header: full, cells: rows.map((row) => row[value]) }];
		}),
	);
	return csvText(
		[name, ...columns.map(({ header }) => header)],
		panels[0].rows.map(({ label }, i) => [label, ...columns.map(({ cells }) => cells[i])]),
	);
}
