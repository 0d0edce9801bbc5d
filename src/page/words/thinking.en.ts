/** The words around what a policy thinks: sentences, traces, matrices, influences, picks; in English. */
import { count, percent } from './format.ts';

const log = {
	title: 'Log',
	help: 'What the policies said, each sentence at the step where it was new, and its warnings. Choosing one moves the cursor to its step, in all charts.',
	at: (step: number) => `Step ${count(step)}`,
	toStep: (step: number) => `Move the cursor to step ${count(step)}`,
	warning: 'Warning',
	newest: 'Back to the newest step',
	asOf: (step: number) => `As of step ${count(step)}`,
};

const curve = {
	title: 'Over the steps',
	help: 'One figure of each skill over the steps. Dashed, in the same colour: the one that you compare it with. Vertical lines are switches of the policy; a gap is a policy that does not tell this figure.',
	what: 'Figure',
	share: 'Share of the mix',
	against: 'Dashed',
	nothing: 'none',
	none: 'The curve begins with the policy’s second report.',
	chart: (label: string, text: string) => `${label} over the steps. Now: ${text}.`,
	table: (label: string) => `${label} over the steps`,
};

const matrix = {
	row: 'Row',
	column: 'Column',
	seen: 'What the policy sees',
	measured: 'What was measured',
	measuredTitle: 'Transfer between skills',
	entry: (row: string, column: string, value: string) => `${row} by ${column}: ${value}`,
	interval: (low: string, high: string) => `95 % interval ${low} to ${high}`,
	notMeasured: 'Pairs without a figure were not measured.',
	notThis:
		'Nats per token by which the row’s loss is lower when it is trained beside the column’s skill. Measured beforehand, with other settings: the policy does not see it.',
	scale: (low: string, high: string) => `Scale from ${low} to ${high}`,
	between: 'between skills',
};

const influences = {
	figure: 'Influence',
};

const picks = {
	title: 'Picks',
	explain:
		'The examples that the policy chose itself: which, how often, when and from which class. A wrong answer is one that was damaged on purpose; the policy is not told.',
	wrong: 'Wrong answers',
	wrongTitle: 'Wrong answers among what was trained on',
	wrongHelp:
		'Some skills have answers that are wrong on purpose. The share of them among the examples that were trained on, up to this step; the pool’s share is what random choice would take. No policy is told which they are.',
	wrongNow: (share: number | null) => `${percent(share)} of what was trained on`,
	pool: (share: number | null) => `${percent(share)} of the pool`,
	wrongChart: (now: string, pool: string) =>
		`Share of wrong answers among what was trained on: ${now}; in the pool ${pool}.`,
	batch: 'this batch',
	soFar: 'up to here',
	poolLine: 'pool',
	noneWrong: 'No answer of this pool is known to be wrong.',
	summary: (picks: number, distinct: number, pool: number) =>
		`${count(picks)} picks of ${count(distinct)} different examples${pool > 0 ? `, out of ${count(pool)}` : ''}.`,
	table: 'Picked examples',
	columns: {
		skill: 'skill',
		row: 'row',
		class: 'class',
		times: 'times',
		first: 'first',
		last: 'last',
		noisy: 'answer',
	},
	columnHelp: {
		skill: 'Sort by skill',
		row: 'Sort by row of the training examples',
		class: 'Sort by the class that it was chosen from, as of its last pick',
		times: 'Sort by how often it was picked',
		first: 'Sort by the step of its first pick',
		last: 'Sort by the step of its last pick',
		noisy: 'Sort by wrong and right answers',
	},
	right: 'right',
	isWrong: 'wrong',
	open: (skill: string, row: number) => `Show example ${count(row)} of ${skill}`,
	loading: 'Reading the example',
	gone: 'It is not among the rows that are here.',
	page: (from: number, to: number, all: number) => `${count(from)}–${count(to)} of ${count(all)}`,
	before: 'Previous',
	after: 'Next',
};

export const thinking = { log, curve, matrix, influences, picks };
