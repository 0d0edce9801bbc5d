/** An SVG of the page as a file of its own: its computed colours written out, a title above it and its link below. */
import type { FigureSource } from './figure.ts';
import type { Drawing } from './drawFigure.ts';
import { describing, drawLinks } from './links.ts';
import { cutText } from './text.ts';
import { element } from './xml.ts';

/** What style sheets may say of a shape or a text; elsewhere they are not. */
const properties = [
	...['fill', 'fill-opacity', 'fill-rule', 'stroke', 'stroke-width', 'stroke-opacity'],
	...['stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'opacity', 'color', 'display'],
	...['font-family', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline'],
] as const;
const margin = 16;
const head = 56;

/** `drawn`: an <svg> that is on the page, with a size there. */
export function drawElement(drawn: SVGSVGElement, title: string, source: FigureSource): Drawing {
	const box = drawn.getBoundingClientRect();
	const copy = drawn.cloneNode(true) as SVGSVGElement;
	styled(drawn, copy);
	const inner = { width: Math.ceil(box.width), height: Math.ceil(box.height) };
	for (const [name, value] of Object.entries({ x: margin, y: head, ...inner }))
		copy.setAttribute(name, String(value));
	if (!copy.hasAttribute('viewBox'))
		copy.setAttribute('viewBox', `0 0 ${inner.width} ${inner.height}`);
	const width = Math.max(320, inner.width + 2 * margin);
	const room = width - 2 * margin;
	const foot = drawLinks(source, { left: margin, top: head + inner.height + 8, width: room });
	const height = head + inner.height + 8 + foot.height;
	const text = (y: number, size: number, fill: string, words: string) =>
		element('text', { x: margin, y, 'font-size': size, fill }, cutText(words, size, room));
	const svg = element(
		'svg',
		{
			...{ xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}` },
			...{ 'font-family': getComputedStyle(drawn).fontFamily, role: 'img' },
		},
		...describing(title, source),
		element('rect', { width, height, fill: source.paper }),
		text(28, 15, source.ink, title),
		text(45, 11, source.quiet, source.about),
		{ markup: new XMLSerializer().serializeToString(copy) },
		foot.markup,
	);
	return { svg: `<?xml version="1.0" encoding="UTF-8"?>\n${svg.markup}\n`, width, height };
}

/** The same tree, with what is computed for each element in its own attributes, and nothing that a page alone can have. */
function styled(from: Element, to: Element): void {
	const computed = getComputedStyle(from);
	for (const { name } of [...to.attributes])
		if (name === 'class' || name === 'style' || name === 'tabindex' || name.startsWith('on'))
			to.removeAttribute(name);
	for (const property of properties) {
		const value = computed.getPropertyValue(property);
		if (value) to.setAttribute(property, value);
	}
	const others = [...to.children];
	[...from.children].forEach((child, i) => {
		if (child instanceof SVGElement && child.localName !== 'foreignObject')
			styled(child, others[i]);
		else others[i].remove();
	});
}
