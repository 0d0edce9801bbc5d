/** JSON lines: one JSON value per line. Blank lines are ignored. */
import { isObject } from '#engine/core/json.ts';
import { extensionOf, type DatasetFormat } from './format.ts';
import { jsonRow } from './jsonRow.ts';
import { textLines } from './lines.ts';

export const jsonl: DatasetFormat = {
	id: 'jsonl',
	title: 'JSON lines',
	extensions: ['jsonl', 'ndjson'],
	detect(head, name) {
		const isNamed = jsonl.extensions.includes(extensionOf(name));
		const lines = head.split('\n').filter((line) => line.trim() !== '');
		if (!lines.some((line) => /^[[{]/.test(line))) return 0;
		// A single line may be a whole JSON file, or one row that is longer than the head.
		if (lines.length === 1) return !isNamed ? 0.4 : isWrapper(lines[0]) ? 0.5 : 0.7;
		const seen = lines.slice(0, 20);
		const good = seen.filter((line) => 'value' in jsonRow(0, line)).length;
		// A higher confidence than the JSON format has: each line is a whole list or object.
		if (good >= seen.length / 2) return 0.96;
		// Name and first characters fit, so the reader opens it and reports the error of each row.
		const begun = seen.filter((line) => line.startsWith('{')).length;
		return isNamed && begun > seen.length / 2 ? 0.7 : 0;
	},
	async *read(file) {
		for await (const lines of textLines(file.chunks()))
			yield lines
				.filter(({ text, error }) => error !== null || text.trim() !== '')
				.map(({ line, text, error }) =>
					error === null ? jsonRow(line, text) : { line, raw: text, error },
				);
	},
};

/** A whole file in one line: an object with nothing but a list of rows. */
function isWrapper(line: string): boolean {
	const row = jsonRow(0, line);
	if (!('value' in row) || !isObject(row.value)) return false;
	const [[name, list] = [], ...others] = Object.entries(row.value);
	const isRows = Array.isArray(list) && list.length > 1 && list.every(isObject);
	return others.length === 0 && isRows && !/^(messages|conversations?)$/.test(name!);
}
