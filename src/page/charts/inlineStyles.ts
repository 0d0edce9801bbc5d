/** Copies an SVG of the page with its computed styles, so that the file needs no style sheet. */

/** Properties that a style sheet sets on shapes and text. */
const properties = [
	'fill',
	'fill-opacity',
	'fill-rule',
	'stroke',
	'stroke-width',
	'stroke-opacity',
	'stroke-dasharray',
	'stroke-linecap',
	'stroke-linejoin',
	'opacity',
	'color',
	'display',
	'font-family',
	'font-size',
	'font-weight',
	'text-anchor',
	'dominant-baseline',
] as const;

/** `drawn` is on the page, where its size and its computed styles are known. */
export function inlineStyles(drawn: SVGSVGElement): SVGSVGElement {
	const { width, height } = drawn.getBoundingClientRect();
	const copy = drawn.cloneNode(true) as SVGSVGElement;
	inline(drawn, copy);
	copy.setAttribute('width', String(Math.ceil(width)));
	copy.setAttribute('height', String(Math.ceil(height)));
	if (!copy.hasAttribute('viewBox'))
		copy.setAttribute('viewBox', `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`);
	return copy;
}

function inline(from: Element, to: Element): void {
	const computed = getComputedStyle(from);
	for (const { name } of [...to.attributes])
		if (name === 'class' || name === 'style' || name === 'tabindex' || name.startsWith('on'))
			to.removeAttribute(name);
	for (const property of properties) {
		const value = computed.getPropertyValue(property);
		if (value) to.setAttribute(property, value);
	}
	const copies = [...to.children];
	[...from.children].forEach((child, i) => {
		if (child instanceof SVGElement && child.localName !== 'foreignObject')
			inline(child, copies[i]);
		else copies[i].remove();
	});
}
