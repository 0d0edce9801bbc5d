/**
 * English words of the explanation panel: sentences, traces, matrices, influences, picks, results.
 */
import type { Budget } from '#training/settings.ts';
import { count, duration, list, percent, plural } from '#page/words/format.ts';
import { topics } from '../topics.en.ts';

const log = {
	title: 'Log',
	help: 'What the policies said, each sentence at the step where it was new, and its warnings. Choosing one moves the cursor to its step, in all charts.',
	at: (step: number) => `Step ${count(step)}`,
	toStep: (step: number) => `Move the cursor to step ${count(step)}`,
	warning: 'Warning',
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
	seen: 'What the policy sees',
	measured: 'What was measured',
	measuredTitle: 'Transfer between skills',
	entry: (row: string, column: string, value: string) => `${row} by ${column}: ${value}`,
	interval: (low: string, high: string) => `95 % interval ${low} to ${high}`,
	notMeasured: 'Pairs without a figure were not measured.',
	notThis:
		'Nats per token by which the row’s loss is lower when it is trained beside the column’s skill. Measured beforehand, with other settings: the policy does not see it.',
	scale: (low: string, high: string) => `Scale from ${low} to ${high}`,
};

const influences = {
	figure: 'Influence',
};

const picks = {
	...topics.picks,
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

const why = {
	...topics.why,
	traces: 'What the policy goes by',
	forgetting: 'Forgetting',
	forgettingHelp:
		'Watched text is not trained on. Its loss, measured on held-out rows, rises as the model gives up what it knew for the new skills.',
	forgot: (skill: string, from: string, to: string) =>
		`${skill}: loss ${from} → ${to} nats per token. The model forgets some of what it knew.`,
	kept: (skill: string, from: string, to: string) =>
		`${skill}: loss ${from} → ${to} nats per token. The model keeps what it knew.`,
	beforeWhat: (steps: number, size: number, skills: number, policy: string) =>
		`${count(steps)} steps, each on ${size} examples of ${skills} skills; “${policy}” decides how many of each.`,
	beforeBudget: (budget: Budget, steps: number) =>
		budget.kind === 'tokens'
			? `It ends with the step that reaches ${count(budget.tokens)} tokens, after these steps at the latest.`
			: budget.stopped === undefined
				? `It ends when steps, probes and preparations have taken ${duration(1000 * budget.seconds)}, after ${count(steps)} steps at the latest.`
				: `It ends after step ${count(budget.stopped)}, where the ${duration(1000 * budget.seconds)} of an earlier run were up.`,
	beforeTest: (every: number) =>
		`First the base model is tested on every skill, then every ${every} steps the tuned one, on prompts that it never trains on.`,
	beforeTime: (milliseconds: number, each: number) =>
		`About ${duration(milliseconds)} here, at ${each < 10 ? each.toFixed(1) : Math.round(each)} ms per step as last measured on this device.`,
	beforeTimeUnknown: 'How long it takes here is known after the first steps.',
	beforeExpected:
		'The link brings the results that it expects: they stand under Results, and at the end you read whether yours are the same.',
	beforeDo: 'Press Train, or the space bar. Nothing leaves this machine.',
};

const results = {
	...topics.results,
	exact: 'exact match',
	loss: 'loss',
	average: 'Average',
	worst: 'Worst skill',
	versus: 'against other run',
	noise: 'within noise',
	noiseHelp: (points: string) =>
		`With so few held-out prompts, chance alone moves this figure by ±${points} points (95 %).`,
	oneSeed: 'one seed',
	versusHelp:
		'Percentage points by which this run is above the other. “Within noise”: with so few held-out prompts chance alone makes such a difference. “One seed”: each side is one run, and another seed may give another answer; repeat both with 3 seeds, and the mean difference stands here with its 95 % interval.',
	oneSeedHelp:
		'Each side is one run. Another seed draws other batches and may give another answer: repeat with 3 seeds before you believe it.',
	shown: (seeds: number) => `over ${seeds} seeds`,
	repeat: 'Repeat with 3 seeds',
	repeating: (seed: number, step: number, steps: number) =>
		`Seed ${seed}: step ${count(step)} of ${count(steps)}`,
	repeatFailed: 'The repeat with another seed did not end.',
	seeds: (seeds: number) => `Mean over ${seeds} seeds ± 95 % interval`,
	oneRun: 'One run, one seed: how far another seed would move these figures is not known.',
};

const samples = {
	...topics.samples,
	none: 'Samples come with the first evaluation.',
	step: (step: number) => `step ${count(step)}`,
	right: 'right',
	wrong: 'wrong',
	expected: (text: string) => `expected ${text}`,
	empty: '(nothing)',
};

const tryIt = {
	...topics.tryIt,
	prompt: 'Prompt',
	ask: 'Ask',
	base: 'Base',
	tuned: (step: number) => `Tuned, step ${count(step)}`,
	asking: 'Answering…',
	cut: '… (cut at the length limit)',
	failed: 'The model could not answer.',
	example: 'add 47+8=',
};

const cost = {
	title: 'Cost',
	help: 'Full data is one pass over all training examples with this batch size, mixed in proportion to their numbers. A preparation trains the model in trial runs: its updates are counted with those of the run. Measuring is a forward pass and no update; it takes time.',
	updates: 'Updates',
	ofRun: 'this run',
	ofPreparation: 'preparation',
	all: 'together',
	fullData: 'full data, one epoch',
	measured: 'Examples measured to prepare',
	preparing: 'Time to prepare',
	share: (share: number) => `${percent(share, share < 0.1 ? 1 : 0)} of full data`,
	startFull: 'Train on full data beside it',
	startFullHelp: (steps: number) =>
		`${plural(steps, 'step')} in proportion to the numbers of examples, with the same seed; drawn behind this run when it is done.`,
	showFull: 'Compare with the full-data run',
	compared: 'The full-data run is drawn behind.',
	training: (step: number, steps: number) => `Full data: step ${count(step)} of ${count(steps)}`,
	failed: 'The full-data run did not end.',
};

const files = {
	title: 'Files of this run',
	help: 'What was measured at each step, for other tools. JSON Lines: an object per step, as W&B and Trackio users log them; the config has the experiment and its link, for their init(). CSV: a row per step, for a spreadsheet or pandas. docs/guide/files.md shows how to load each.',
	jsonl: 'Metrics, JSON Lines',
	csv: 'Metrics, CSV',
	config: 'Config, JSON',
	results: 'Results as a chart',
	failed: 'The file could not be made.',
};

const expected = {
	title: 'As the link says',
	about: (steps: number, device: string) =>
		`Expected after ${plural(steps, 'step')} on ${device}; yours on this device.`,
	expected: 'expected',
	yours: 'yours',
	average: 'Average',
	worst: 'Worst skill',
	otherSkills: 'The experiment on the workbench has other skills: nothing to compare.',
	notYet: 'Train to the end, and the two are compared.',
};

const verdict = {
	bits: 'The same, bit for bit: every step’s loss and every evaluation.',
	within: 'The same within tolerance, not bit for bit.',
	different: 'Not the same.',
	tolerance: (nats: number, share: string, points: string) =>
		`Tolerance: a loss within ${nats} nats or ${share} of it, exact match within ${points} points.`,
	noFigure: 'No figure that is shown differs.',
	figure: (skill: string, figure: string, expected: string, yours: string) =>
		`${skill}: ${figure} ${expected} expected, ${yours} here`,
	figures: { loss: 'loss', exact: 'exact match' },
	more: (figures: number) =>
		`${count(figures)} more ${figures === 1 ? 'figure differs' : 'figures differ'}.`,
	why: 'What differs beside the figures:',
	backend: (expected: string, yours: string) => `what computes: ${expected} there, ${yours} here`,
	device: (expected: string, yours: string) => `the adapter: ${expected} there, ${yours} here`,
	engine: (expected: string, yours: string) =>
		`the engine: version ${expected} there, ${yours} here`,
	steps: (expected: string, yours: string) => `steps trained: ${expected} there, ${yours} here`,
	field: (field: string, expected: string, yours: string) =>
		`${field}: ${expected} there, ${yours} here`,
	branching: (policies: readonly string[]) =>
		`${list(policies)}: deciding by what is measured: one other last bit may lead to other batches from there on`,
	unknown:
		'nothing that is noted: the experiment, the adapter and the engine are the same. A driver or a browser of another version may compute other bits',
	failed: 'The results could not be compared.',
};

export const explainWords = {
	why,
	results,
	samples,
	tryIt,
	log,
	curve,
	matrix,
	influences,
	picks,
	cost,
	files,
	expected,
	verdict,
};
