/** SVG as text, safe by default: whatever is not an element is escaped. */

export interface Markup {
	readonly markup: string;
}
export type Child = Markup | string | number | null | undefined | false | readonly Child[];
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Numbers are written with at most two decimals; undefined attributes are left out. */
export function element(name: string, attributes: Attributes, ...children: Child[]): Markup {
	const written = Object.entries(attributes)
		.filter(([, value]) => value !== undefined)
		.map(([key, value]) => ` ${key}="${escaped(textOf(value ?? ''))}"`)
		.join('');
	const inside = children.map(markupOf).join('');
	return { markup: inside ? `<${name}${written}>${inside}</${name}>` : `<${name}${written}/>` };
}

export const shortNumber = (value: number): string => String(Math.round(100 * value) / 100);

/** XML has no control characters but tab and line breaks, and no lone surrogates: they become a replacement character. */
export const escaped = (text: string): string =>
	text
		.toWellFormed()
		// eslint-disable-next-line no-control-regex -- these are what is taken out
		.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');

const textOf = (value: string | number): string =>
	typeof value === 'number' ? shortNumber(value) : value;

function markupOf(child: Child): string {
	if (child === null || child === undefined || child === false) return '';
	if (typeof child === 'string' || typeof child === 'number') return escaped(textOf(child));
	if ('markup' in child) return child.markup;
	return child.map(markupOf).join('');
}
