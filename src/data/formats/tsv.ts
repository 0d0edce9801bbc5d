/** Tab-separated values. */
import type { DatasetFormat } from './format.ts';
import { extensionOf } from './format.ts';
import { readDelimited, tableScore } from './delimited.ts';

export const tsv: DatasetFormat = {
	id: 'tsv',
	title: 'TSV',
	extensions: ['tsv', 'tab'],
	detect(head, name) {
		const owned = tsv.extensions.includes(extensionOf(name));
		const score = tableScore(head, '\t');
		if (owned) return score > 0 ? 0.8 : 0.3;
		return score >= 0.9 ? 0.6 : 0;
	},
	read: (file) => readDelimited(file, '\t'),
};
