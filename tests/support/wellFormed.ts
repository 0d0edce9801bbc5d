/** A parser of XML without comments, CDATA and doctype; throws if the text is not well formed. */

export interface XmlElement {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	/** Its own text and that of its children. */
	readonly text: string;
	readonly children: readonly XmlElement[];
}
interface Open {
	name: string;
	attributes: Record<string, string>;
	text: string;
	children: Open[];
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
const decoded = (text: string): string =>
	text.replace(/&([^;]*);?/g, (whole, name: string) => {
		if (!whole.endsWith(';') || !(name in entities)) throw new Error(`Entity ${whole}`);
		return entities[name];
	});

export function parseXml(text: string): XmlElement {
	const root: Open = { name: '', attributes: {}, text: '', children: [] };
	const open = [root];
	const body = text.replace(/^<\?xml [^?]*\?>\s*/, '').trimEnd();
	let at = 0;
	const tag = /<(\/?)([a-zA-Z][\w-]*)((?: [a-zA-Z][\w:-]*="[^"<]*")*)(\/?)>/y;
	while (at < body.length) {
		const here = open[open.length - 1];
		const next = body.indexOf('<', at);
		const between = body.slice(at, next < 0 ? body.length : next);
		for (const element of open) element.text += decoded(between);
		if (next < 0) break;
		tag.lastIndex = next;
		const match = tag.exec(body);
		if (!match) throw new Error(`No tag at “${body.slice(next, next + 40)}”`);
		at = tag.lastIndex;
		const [, closes, name, attributes, empty] = match;
		if (closes) {
			if (here.name !== name) throw new Error(`</${name}> closes <${here.name}>`);
			open.pop();
			continue;
		}
		const element: Open = { name, attributes: {}, text: '', children: [] };
		for (const [, key, value] of attributes.matchAll(/ ([\w:-]+)="([^"]*)"/g)) {
			if (key in element.attributes) throw new Error(`Two attributes ${key}`);
			element.attributes[key] = decoded(value);
		}
		here.children.push(element);
		if (!empty) open.push(element);
	}
	if (open.length !== 1 || root.children.length !== 1) throw new Error('Not one whole element');
	return root.children[0];
}

export const findAll = (element: XmlElement, name: string): XmlElement[] => [
	...(element.name === name ? [element] : []),
	...element.children.flatMap((child) => findAll(child, name)),
];
