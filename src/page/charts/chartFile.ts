/** A chart of the page as one file to take away, with the experiment's link in it. */
import { InternalError } from '#core/errors.ts';
import { fileStem } from '#core/fileName.ts';
import { inkOf } from './options.ts';
import { drawFigure } from './svg/drawFigure.ts';
import type { Figure, FigureSource, NamedLink } from './svg/figure.ts';
import { figureCsv } from './svg/figureCsv.ts';
import { drawElement } from './svg/fromElement.ts';
import { pngOf } from './svg/rasterise.ts';
import { words } from '#page/words/words.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';

export type ChartFormat = 'svg' | 'png' | 'csv';

/** An SVG that is on the page already: to be saved as a drawing. */
export interface DrawnChart {
	/** For the file's name: what the chart shows. */
	readonly name: string;
	readonly title: string;
	readonly element: SVGSVGElement;
}
export type Picture = Figure | DrawnChart;

/** What the chart is of. */
export interface ChartOrigin {
	/** Begins the file's name: which run. */
	readonly stem: string;
	readonly about: string;
	readonly links: readonly NamedLink[];
}

export async function chartFile(
	format: ChartFormat,
	picture: Picture,
	{ stem, about, links }: ChartOrigin,
): Promise<NamedFile> {
	const name = `${fileStem(stem, picture.name)}.${format}`;
	if (format === 'csv') return { name, blob: new Blob([csvOf(picture)], { type: 'text/csv' }) };
	const source = { about, links, ...colours() };
	const drawing =
		'element' in picture
			? drawElement(picture.element, picture.title, source)
			: drawFigure(picture, source);
	const blob =
		format === 'svg'
			? new Blob([drawing.svg], { type: 'image/svg+xml' })
			: await pngOf(drawing, {
					...{ Title: picture.title, Software: 'Skillet' },
					Source: links.map(({ link }) => link).join('\n'),
				});
	return { name, blob };
}

/** Throws InternalError for a drawing of the page, which has no figures of its own. */
function csvOf(picture: Picture): string {
	if ('element' in picture)
		throw new InternalError('This chart is a drawing alone: save it as SVG or PNG.');
	const { step, skill } = words.common;
	return figureCsv(picture, { step: step.toLowerCase(), row: skill.toLowerCase() });
}

/** White paper under the light page, the page's own dark one under the dark. */
function colours(): Pick<FigureSource, 'paper' | 'ink' | 'quiet' | 'rule'> {
	const inks = inkOf(document.documentElement);
	const { ink, quiet, rule } = inks;
	return { ink, quiet, rule, paper: inks.of('--sheet') };
}
