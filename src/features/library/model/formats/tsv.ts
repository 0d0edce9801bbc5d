/** Tab-separated values. */
import { delimitedFormat } from './delimited.ts';

export const tsv = delimitedFormat({
	id: 'tsv',
	title: 'TSV',
	extensions: ['tsv', 'tab'],
	delimiters: ['\t'],
	confidence: 0.6,
});
