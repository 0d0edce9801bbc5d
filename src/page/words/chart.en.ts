/** The words for saving a chart as a file, in English. */
import { count } from './format.ts';

export const chart = {
	save: 'Save',
	saveWhat: (chart: string) => `Save chart: ${chart}`,
	svg: 'SVG',
	svgNote: 'a drawing, text as text',
	png: 'PNG',
	pngNote: 'a picture, twice the size',
	csv: 'CSV',
	csvNote: 'its figures, for a spreadsheet',
	failed: 'The chart could not be saved.',
	about: (policies: string, seed: number, model: string, done: number, steps: number) =>
		`${policies} · seed ${seed} · ${model} · step ${count(done)} of ${count(steps)}`,
	share: 'Share of the mix',
	loss: 'Loss, nats per token',
	exact: 'Exact match',
	allSkills: 'Loss of each skill, nats per token',
	before: 'base',
	after: 'tuned',
	low: '95 % interval from',
	high: '95 % interval to',
	mean: 'mean',
	results: 'Exact match: base and tuned',
	none: 'No run yet',
};
