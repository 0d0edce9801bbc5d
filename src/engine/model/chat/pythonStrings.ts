/** Methods of Python's str and jinja2's filters for texts. Characters are code points. */

export type Side = 'start' | 'end' | 'both';
/** Python's white space: JavaScript's without U+FEFF, and U+001C to U+001F and U+0085. */
function isBlank(character: string): boolean {
	const code = character.codePointAt(0)!;
	if ((code >= 0x1c && code <= 0x1f) || code === 0x85) return true;
	return code !== 0xfeff && character.trim() === '';
}

/** str.strip, lstrip and rstrip in Python. `characters` is a set; default: white space. */
export function strip(text: string, side: Side, characters?: string): string {
	const all = [...text];
	const isStripped =
		characters === undefined ? isBlank : (character: string) => characters.includes(character);
	let [from, to] = [0, all.length];
	if (side !== 'end') while (from < to && isStripped(all[from])) from++;
	if (side !== 'start') while (to > from && isStripped(all[to - 1])) to--;
	return all.slice(from, to).join('');
}

/** str.split() without a separator. `limit`: the most splits; below 0: all. */
export function splitWords(text: string, limit: number): string[] {
	const words = [...text.matchAll(word)];
	if (limit < 0 || words.length <= limit) return words.map(String);
	return [...words.slice(0, limit).map(String), text.slice(words[limit].index)];
}

const word = new RegExp(String.raw`(?:[^\s\x1c-\x1f\x85]|\ufeff)+`, 'g');
const lineBreak = new RegExp(String.raw`\r\n|[\n-\r\x1c-\x1e\x85\u2028\u2029]`);

/** str.islower and str.isupper: of a text with a letter at least. */
export const isInCase = (text: string, letters: string): boolean =>
	/\p{Cased}/u.test(text) &&
	text === (letters === 'lower' ? text.toLowerCase() : text.toUpperCase());

/** str.capitalize */
export function capitalize(text: string): string {
	const [first = ''] = text;
	// Of a letter that becomes two, only the first is a capital: ß is Ss.
	const [capital = '', ...others] = first.toUpperCase();
	const rest = text.toLowerCase().slice(first.toLowerCase().length);
	return capital + others.join('').toLowerCase() + rest;
}

/** str.title */
export const title = (text: string): string => text.replace(/\p{Cased}+/gu, capitalize);

/** jinja2's `title`: a word ends at a blank, a hyphen or an opening bracket only. */
export const titleWords = (text: string): string =>
	text.replace(/[^-\s({[<]+/gu, (part) => {
		const [first] = part;
		return first.toUpperCase() + part.slice(first.length).toLowerCase();
	});

/** jinja2's `indent` */
export function indent(text: string, width: string, first: boolean, blank: boolean): string {
	const [head, ...lines] = `${text}\n`.split(lineBreak).slice(0, -1);
	const rest = lines.map((line) => `\n${line || blank ? width : ''}${line}`);
	return (first ? width : '') + head + rest.join('');
}

/** float() of a text. NaN: the text is not a number. */
export function toFloat(text: string): number {
	const digits = strip(text, 'both').replace(/(?<=\d)_(?=\d)/g, '');
	if (/^[-+]?inf(inity)?$/i.test(digits)) return digits.startsWith('-') ? -Infinity : Infinity;
	return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(digits) ? Number(digits) : NaN;
}
