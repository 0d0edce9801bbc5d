/** A JSON list of rows, or an object with such a list, of any size. */
import { say } from '#engine/core/message.ts';
import { extensionOf, lineError, type DatasetFormat, type FileRow } from './format.ts';
import { jsonl } from './jsonl.ts';
import { jsonRow } from './jsonRow.ts';
import { JsonSplitter } from './JsonSplitter.ts';
import type { TextLine } from './lines.ts';

export const json: DatasetFormat = {
	id: 'json',
	title: 'JSON',
	extensions: ['json'],
	detect(head, name) {
		const owned = json.extensions.includes(extensionOf(name));
		const start = head.trimStart();
		if (/^\[\s*[[{"\]]/.test(start)) return 0.95;
		if (/^\{\s*["}]/.test(start)) return owned ? 0.65 : 0.6;
		return 0;
	},
	async *read(file) {
		if (isOneTree(file.head)) throw lineError(file.name, 1, oneTree);
		const splitter = new JsonSplitter(file.name);
		for await (const chunk of file.chunks()) {
			yield splitter.push(chunk).map(toRow);
			// The first row was longer than what the format was detected by.
			if (splitter.hasLines) {
				yield* jsonl.read(file);
				return;
			}
		}
		yield splitter.end().map(toRow);
	},
};

/** A conversation of ChatGPT’s export, saved alone. Several in a list are rows. */
const isOneTree = (head: string): boolean =>
	/^\s*\{/.test(head) && /"mapping"\s*:\s*\{/.test(head) && /"children"\s*:\s*\[/.test(head);
const oneTree = say(
	'one conversation as a tree of messages (“mapping”), as ChatGPT’s export has it. Write the branch that you want as a row, and a row for each conversation.',
);

function toRow({ line, text, error }: TextLine): FileRow {
	const raw = text.trim();
	return error === null ? jsonRow(line, raw) : { line, raw, error };
}
