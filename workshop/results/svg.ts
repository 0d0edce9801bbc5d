/** Elements of an SVG picture as text. */

const escape = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

type Attributes = Readonly<Record<string, string | number>>;

const attributes = (values: Attributes): string =>
	Object.entries(values)
		.map(([name, value]) => ` ${name}="${typeof value === 'number' ? round(value) : value}"`)
		.join('');

const round = (value: number): number => Math.round(10 * value) / 10;

export const element = (name: string, values: Attributes, content = ''): string =>
	content === ''
		? `<${name}${attributes(values)}/>`
		: `<${name}${attributes(values)}>${content}</${name}>`;

export const ink = '#1b1b1b';
export const quiet = '#666666';
/** Dark enough for text on white. */
export const blue = '#1f5fa8';
export const orange = '#b3541e';

export const text = (content: string, x: number, y: number, values: Attributes = {}): string =>
	element('text', { x, y, fill: ink, ...values }, escape(content));

export const line = (
	[x1, y1]: readonly [number, number],
	[x2, y2]: readonly [number, number],
	values: Attributes = {},
): string => element('line', { x1, y1, x2, y2, stroke: ink, ...values });

/** `about`: the picture in words. */
export const picture = (
	{ width, height, about }: { width: number; height: number; about: string },
	parts: readonly string[],
): string =>
	`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" ` +
	`height="${height}" role="img" font-family="system-ui, sans-serif" font-size="13">\n` +
	[`<title>${escape(about)}</title>`, element('rect', { width, height, fill: '#ffffff' }), ...parts]
		.map((part) => `\t${part}\n`)
		.join('') +
	'</svg>\n';
