/** Values of a template's interpreter as Python prints them, and Python's strftime. */
import { say } from '#engine/core/message.ts';
import { TemplateFault } from './templateErrors.ts';

/** A value of Jinja's interpreter, which does not export its classes. */
export interface TemplateValue {
	readonly type: string;
	readonly value: unknown;
}

/** str() in Python. An undefined value prints nothing. */
export function pythonText({ type, value }: TemplateValue): string {
	if (type === 'UndefinedValue') return '';
	if (type !== 'StringValue') return written({ type, value }, representation);
	return value as string;
}

/** repr() in Python. */
const representation = {
	quote: quotedText,
	/** None, True, False, infinity and no number. */
	names: ['None', 'True', 'False', 'inf', 'nan'],
	tuple: '()',
	item: ', ',
	key: ': ',
	/** null: all in one line. */
	indent: null as string | null,
	isSorted: false,
};

/** json.dumps in Python. `options`: the arguments of transformers' `tojson`. */
export function pythonJson(
	value: TemplateValue,
	options: Readonly<Record<string, unknown>> = {},
): string {
	const { ensure_ascii, indent = null, separators, sort_keys } = options;
	const [item, key] = ((separators ?? []) as TemplateValue[]).map(
		(separator) => separator.value as string,
	);
	const style = {
		quote: (text: string) => {
			const json = JSON.stringify(text);
			return ensure_ascii ? json.replace(/[^ -~]/g, escapeUnit) : json;
		},
		names: ['null', 'true', 'false', 'Infinity', 'NaN'],
		tuple: '[]',
		item: item ?? (indent === null ? ', ' : ','),
		key: key ?? ': ',
		indent:
			typeof indent === 'number' ? ' '.repeat(Math.max(indent, 0)) : (indent as string | null),
		isSorted: Boolean(sort_keys),
	};
	return written(value, style);
}

const escapeUnit = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

function written({ type, value }: TemplateValue, style: typeof representation, depth = 0): string {
	const [none, yes, no, infinity, nan] = style.names;
	const inner = (item: TemplateValue) => written(item, style, depth + 1);
	const inBrackets = (brackets: string, parts: readonly string[]) => {
		const lineBreak = (levels: number) =>
			style.indent === null || parts.length === 0 ? '' : `\n${style.indent.repeat(levels)}`;
		const between = style.item + lineBreak(depth + 1);
		const joined = parts.join(between);
		return brackets[0] + lineBreak(depth + 1) + joined + lineBreak(depth) + brackets[1];
	};
	switch (type) {
		case 'StringValue':
			return style.quote(value as string);
		case 'NullValue':
			return none;
		case 'BooleanValue':
			return value ? yes : no;
		case 'IntegerValue':
			return String(value);
		case 'FloatValue':
			if (Number.isFinite(value)) return floatText(value as number);
			return Number.isNaN(value) ? nan : `${(value as number) < 0 ? '-' : ''}${infinity}`;
		case 'ArrayValue':
		case 'TupleValue': {
			const brackets = type === 'TupleValue' ? style.tuple : '[]';
			const items = (value as TemplateValue[]).map(inner);
			if (brackets === '()' && items.length === 1) items[0] += ',';
			return inBrackets(brackets, items);
		}
		case 'ObjectValue': {
			const entries = [...(value as ReadonlyMap<string, TemplateValue>)];
			if (style.isSorted) entries.sort(([a], [b]) => (a < b ? -1 : 1));
			const pairs = entries.map(([key, item]) => style.quote(key) + style.key + inner(item));
			return inBrackets('{}', pairs);
		}
		default:
			throw new TemplateFault(say('it prints a value of type {type}', { type }));
	}
}

/** Python has an exponent below 1e-4 and from 1e16 on, of two digits at least. */
function floatText(value: number): string {
	const [digits, power] = value.toExponential().split('e');
	const isLong = Number(power) < -4 || Number(power) > 15;
	if (isLong) return `${digits}e${power[0]}${power.slice(1).padStart(2, '0')}`;
	return (Object.is(value, -0) ? '-0' : String(value)) + (Number.isInteger(value) ? '.0' : '');
}

/** Python prefers single quotes, and escapes controls, formats and blanks but the space. */
function quotedText(text: string): string {
	const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
	const escaped = text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
	return quote + escaped.replace(/(?! )[\p{C}\p{Z}]/gu, escapeCharacter) + quote;
}

function escapeCharacter(character: string): string {
	if ('\n\r\t'.includes(character)) return JSON.stringify(character).slice(1, -1);
	const code = character.codePointAt(0)!.toString(16);
	if (code.length < 3) return `\\x${code.padStart(2, '0')}`;
	return code.length < 5 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`;
}

export const isNumber = ({ type }: TemplateValue) =>
	type === 'IntegerValue' || type === 'FloatValue' || type === 'BooleanValue';

/** One date for all templates, since today's would change a run: Llama 3.2's default, at 00:00. */
const directives: Readonly<Record<string, string>> = {
	Y: '2024',
	y: '24',
	m: '07',
	'-m': '7',
	d: '26',
	'-d': '26',
	F: '2024-07-26',
	B: 'July',
	b: 'Jul',
	A: 'Friday',
	a: 'Fri',
	H: '00',
	I: '12',
	M: '00',
	S: '00',
	p: 'AM',
	T: '00:00:00',
	'%': '%',
};
/** Python's strftime in English. An unknown directive stays as it is. */
export const strftime = (format: string): string =>
	format.replace(/%(-?[A-Za-z%])/g, (whole, name: string) => directives[name] ?? whole);
