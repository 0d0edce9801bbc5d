/** JSON lines: one JSON value per line. Blank lines are ignored. */
import type { DatasetFormat, FileRow } from './format.ts';
import { extensionOf } from './format.ts';
import { jsonRow } from './jsonRow.ts';
import { isBlank, textLines, type TextLine } from './lines.ts';

export const jsonl: DatasetFormat = {
	id: 'jsonl',
	title: 'JSON lines',
	extensions: ['jsonl', 'ndjson'],
	detect(head, name) {
		const isOwn = jsonl.extensions.includes(extensionOf(name));
		const lines = head.split('\n').filter((line) => line.trim() !== '');
		if (!lines.some((line) => /^[[{]/.test(line))) return 0;
		// A single line may be a whole JSON file, or one row that is longer than the head.
		if (lines.length === 1) return isOwn ? 0.7 : 0.4;
		const seen = lines.slice(0, 20);
		const good = seen.filter((line) => 'value' in jsonRow(0, line)).length;
		// More than the JSON format gives: each line is a list or an object of its own.
		if (good >= seen.length / 2) return 0.96;
		// Name and first characters fit, so the reader opens it and reports the error of each row.
		return isOwn && seen.filter((line) => line.startsWith('{')).length > seen.length / 2 ? 0.7 : 0;
	},
	async *read(file) {
		for await (const lines of textLines(file.chunks()))
			yield lines.filter((line) => !isBlank(line)).map(toRow);
	},
};

function toRow({ line, text, error }: TextLine): FileRow {
	return error === null ? jsonRow(line, text) : { line, raw: text, error };
}
