/** Comma-separated values, also with semicolons or bars. */
import { delimitedFormat } from './delimited.ts';

export const csv = delimitedFormat({
	id: 'csv',
	title: 'CSV',
	extensions: ['csv'],
	delimiters: [',', ';', '|'],
	confidence: 0.55,
});
