/** A JSON list of rows, or an object with such a list, of any size. */
import { extensionOf, type DatasetFormat, type FileRow } from './format.ts';
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

function toRow({ line, text, error }: TextLine): FileRow {
	const raw = text.trim();
	return error === null ? jsonRow(line, raw) : { line, raw, error };
}
