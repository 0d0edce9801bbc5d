/** The words around files that are taken away (charts, metrics), in English. */
import { count } from './format.ts';

const chart = {
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

const run = {
	title: 'Files of this run',
	help: 'What was measured at each step, for other tools. JSON Lines: an object per step, as W&B and Trackio users log them; the config has the experiment and its link, for their init(). CSV: a row per step, for a spreadsheet or pandas. docs/guide/files.md shows how to load each.',
	jsonl: 'Metrics, JSON Lines',
	csv: 'Metrics, CSV',
	config: 'Config, JSON',
	results: 'Results as a chart',
	failed: 'The file could not be made.',
};

const study = {
	title: 'Charts of this study',
	notDrawn: 'It is not drawn on the page: show charts instead of tables.',
	inCsv: (measure: string, unit: 'share' | 'nats') => `${measure} (${unit})`,
	withN: (label: string, n: string) => `${label} (n ${n})`,
	about: (title: string, finished: number) => `${title} · ${count(finished)} finished cells`,
};

export const files = { chart, run, study };
