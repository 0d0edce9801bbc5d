/** Comma-separated values. Semicolons and bars are detected by the content. */
import type { DatasetFormat } from './format.ts';
import { extensionOf } from './format.ts';
import { readDelimited, tableScore } from './delimited.ts';

const delimiters = [',', ';', '|'];

export const csv: DatasetFormat = {
	id: 'csv',
	title: 'CSV',
	extensions: ['csv'],
	detect(head, name) {
		const owned = csv.extensions.includes(extensionOf(name));
		const best = Math.max(...delimiters.map((delimiter) => tableScore(head, delimiter)));
		if (owned) return best > 0 ? 0.8 : 0.3;
		return best >= 0.9 ? 0.55 : 0;
	},
	async *read(file) {
		yield* readDelimited(file, detectDelimiter(await file.head()));
	},
};

/** The delimiter with the best table; without a table, the most frequent one in the first line. */
function detectDelimiter(head: string): string {
	const firstLine = head.slice(0, head.indexOf('\n'));
	const scores = delimiters.map(
		(delimiter) => 1000 * tableScore(head, delimiter) + firstLine.split(delimiter).length / 1000,
	);
	return delimiters[scores.indexOf(Math.max(...scores))];
}
