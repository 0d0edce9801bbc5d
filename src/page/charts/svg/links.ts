/** Where a figure's experiments open: told whole to programs, shortened at the foot of the drawing, to be clicked. */
import type { FigureSource, NamedLink } from './figure.ts';
import { cutText, isWebAddress, shortLink } from './text.ts';
import { element, type Markup } from './xml.ts';

const size = 9;
const rowHeight = 13;

const textOf = ({ name, link }: NamedLink): string => (name ? `${name}: ${link}` : link);

/** What the file is, and where its experiments open, for people and programs that read it. */
export const describing = (
	title: string,
	{ about, links }: Pick<FigureSource, 'about' | 'links'>,
): Markup[] => [
	element('title', {}, title),
	element('desc', {}, `${about}. Experiment: ${links.map(textOf).join('; ')}`),
	element(
		'metadata',
		{},
		links.map(({ link }) => element('source', { xmlns: 'http://purl.org/dc/elements/1.1/' }, link)),
	),
];

/** A row per link, each an anchor where it is a web address. */
export function drawLinks(
	{ links, quiet }: Pick<FigureSource, 'links' | 'quiet'>,
	{ left, top, width }: { readonly left: number; readonly top: number; readonly width: number },
): { readonly markup: Markup; readonly height: number } {
	const rows = links.map(({ name, link }, i) => {
		const at = { x: left, y: top + 8 + i * rowHeight, 'font-size': size, fill: quiet };
		const short = shortLink(link);
		const text = name ? `${cutText(name, size, width / 2)}: ${short}` : short;
		const row = element('text', at, text);
		return isWebAddress(link)
			? element('a', { href: link, target: '_blank', 'text-decoration': 'underline' }, row)
			: row;
	});
	return { markup: element('g', {}, rows), height: 18 + rowHeight * Math.max(0, links.length - 1) };
}
