/** A JSON list of rows, or an object with such a list (`{"data": [{…}]}`). */
import { findFault } from '#engine/core/json.ts';
import { say, type Message } from '#engine/core/message.ts';
import { extensionOf, lineError, type DatasetFormat, type FileRow } from './format.ts';
import { jsonl } from './jsonl.ts';
import { jsonRow } from './jsonRow.ts';
import { lineBreaks, wholeText } from './lines.ts';

export const json: DatasetFormat = {
	id: 'json',
	title: 'JSON',
	extensions: ['json'],
	detect(head, name) {
		const start = head.trimStart();
		if (/^\[\s*[[{"\]]/.test(start)) return 0.95;
		if (/^\{\s*["}]/.test(start)) return json.extensions.includes(extensionOf(name)) ? 0.65 : 0.6;
		return 0;
	},
	async *read(file) {
		const { text, fault } = await wholeText(file);
		const entries = findEntries(file.name, text);
		if (!entries) {
			yield* jsonl.read(file);
			return;
		}
		let [line, before] = [1, 0];
		const rows: FileRow[] = [];
		for (const [from, to] of entries) {
			const start = from + text.slice(from, to).search(/\S|$/);
			line += lineBreaks(text.slice(before, start));
			before = start;
			const raw = text.slice(start, to).trimEnd();
			const error = fault(raw);
			rows.push(error ? { line, raw, error } : jsonRow(line, raw));
		}
		yield rows;
	},
};

const texts = {
	tree: say(
		'one conversation as a tree of messages (“mapping”), as ChatGPT’s export has it. Write the branch that you want as a row, and a row for each conversation.',
	),
	broken: say(
		'the JSON is broken or cut off here: a text or a bracket is not closed. Fix this place, and choose the file again.',
	),
	noList: say(
		'no list of rows. Save the rows as one list, [{ … }, { … }], as an object with one such list, {"data": [{ … }]}, or as JSON lines.',
	),
	second: say('a second list of rows begins. Save the list that you want in a separate file.'),
	more: say(
		'there is more after the end of the JSON value. Put the rows into one list, [{ … }, { … }], or each on a separate line.',
	),
};

const tokens = /["[\]{},]/g;
/** The rest of a string, behind its first quote. */
const quoted = /[^"\\]*(?:\\[^][^"\\]*)*"/y;

/**
 * The places of the list's entries, which are parsed one by one: a broken one leaves the others.
 * An object with messages or tools is a row, not a list of rows. null: the file has an object on
 * each line. Throws InputError.
 */
function findEntries(name: string, text: string): (readonly [number, number])[] | null {
	const fail = (at: number, what: Message) =>
		lineError(name, 1 + lineBreaks(text.slice(0, at)), what);
	const isTree = /"mapping"\s*:\s*\{/.test(text) && /"children"\s*:\s*\[/.test(text);
	if (isTree && /^\s*\{/.test(text)) throw fail(0, texts.tree);
	const found: (readonly [number, number])[] = [];
	/** Open brackets, and those around an entry: in an object 2. 0: outside the list. */
	let [open, depth] = [0, 0];
	let hasList = false;
	let [from, end] = [0, -1];
	/** The last string outside the list: the name of what follows. */
	let key = '';
	tokens.lastIndex = 0;
	for (let match = tokens.exec(text); match && end < 0; match = tokens.exec(text)) {
		const { 0: token, index: at } = match;
		if (token === '"') {
			quoted.lastIndex = at + 1;
			if (!quoted.test(text)) break;
			tokens.lastIndex = quoted.lastIndex;
			if (depth === 0) key = text.slice(at, quoted.lastIndex);
		} else if (token === '[' || token === '{') {
			open++;
			const isNamed = open === 2 && !/^"(messages|tools)"$/.test(key);
			const holdsRows = isNamed && /^\[\s*\{/.test(text.slice(at, at + 1000));
			if (token === '{' || depth > 0 || !(open === 1 || holdsRows)) continue;
			if (hasList) throw fail(at, texts.second);
			[hasList, depth, from] = [true, open, at + 1];
		} else {
			const endsEntry = depth > 0 && open === depth && token !== '}';
			// A comma behind the last entry is ignored.
			if (endsEntry && (token === ',' || text.slice(from, at).trim() !== ''))
				found.push([from, at]);
			if (endsEntry) from = at + 1;
			if (token === ',') continue;
			if (open === depth) depth = 0;
			if (--open <= 0) end = at + 1;
		}
	}
	if (end < 0) throw fail(findFault(text), open > 0 ? texts.broken : texts.noList);
	const rest = text.slice(end).search(/\S/);
	const isLine = !text.slice(0, end).trim().includes('\n');
	if (!hasList && isLine && text[end + rest] === '{') return null;
	if (rest >= 0) throw fail(end + rest, texts.more);
	if (!hasList) throw fail(0, texts.noList);
	return found;
}
