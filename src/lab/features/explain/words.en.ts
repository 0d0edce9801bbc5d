/**
 * English words of the explanation panel: sentences, traces, matrices, influences, picks, results.
 */
import { inLanguage } from '#engine/core/language.ts';
import type { ResultsInWords } from './page/resultsInWords.ts';
import type { Budget } from '#engine/training/settings.ts';
import { count, duration, inPercent, list, percent, plural } from '#lab/page/words/format.ts';
import { explainManifestEnglish } from './manifest.en.ts';

const log = {
	title: 'Log',
	help:
		'The policies’ sentences and warnings, each at its first step. ' +
		'Choose one to move the cursor of all charts to its step.',
	at: (step: number) => `Step ${count(step)}`,
	toStep: (step: number) => `Move the cursor to step ${count(step)}`,
	warning: 'Warning',
	asOf: (step: number) => `As of step ${count(step)}`,
};

const curve = {
	title: 'Over the steps',
	help:
		'One value of each skill over the steps. The value that you compare it with is dashed. ' +
		'Vertical lines are switches of the policy. In a gap the policy does not report this value.',
	what: 'Figure',
	against: 'Dashed',
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
		'Nats per token by which training on the column’s skill lowers the row’s loss. ' +
		'Measured earlier with other settings; the policy does not see it.',
	scale: (low: string, high: string) => `Scale from ${low} to ${high}`,
};

const influences = { figure: 'Influence' };

const law = {
	help:
		'Circles are trial runs. The line through the dots is the law: the predicted loss at each ' +
		'share, with the other skills in the ratio of the mix found. Losses are in nats per token, ' +
		'means over the targets.',
	what: 'Against',
	prediction: 'Predicted loss',
	predicted: 'predicted loss, nats',
	measured: 'measured loss, nats',
	share: (name: string) => `share of ${name}`,
	trial: (number: number) => `Trial ${count(number)}`,
	law: (share: string) => `The law at ${share}`,
	equal: (loss: string) => `Predicted as measured: ${loss}`,
	chart: (title: string, trials: number, found: string) =>
		`${title}: ${plural(trials, 'trial run')}. ${found}`,
	found: (share: string) => `In the mix found: ${share}.`,
	agreement: (rank: string) => `Rank correlation of predicted and measured losses: ${rank}.`,
};

const picks = {
	...explainManifestEnglish.topics.picks,
	wrong: 'Wrong answers',
	wrongTitle: 'Wrong answers among what was trained on',
	wrongHelp:
		'Some skills have answers that are wrong on purpose. This is their share of the trained ' +
		'examples up to this step. Random choice would take the pool’s share. ' +
		'Policies do not know which answers are wrong.',
	wrongNow: (share: number | null) => `${percent(share)} of what was trained on`,
	pool: (share: number | null) => `${percent(share)} of the pool`,
	wrongChart: (now: string, pool: string) =>
		`Share of wrong answers among what was trained on: ${now}; in the pool ${pool}.`,
	batch: 'this batch',
	soFar: 'up to here',
	poolLine: 'pool',
	noneWrong: 'No answer of this pool is known to be wrong.',
	summary: (picks: number, distinct: number, pool: number) =>
		`${count(picks)} picks of ${count(distinct)} different examples` +
		(pool > 0 ? `, out of ${count(pool)}.` : '.'),
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
	open: (skill: string, row: number) => `Show example ${count(row)} of ${skill}`,
	loading: 'Reading the example',
	gone: 'It is not among the rows that are here.',
	page: (from: number, to: number, all: number) => `${count(from)}–${count(to)} of ${count(all)}`,
};

const why = {
	...explainManifestEnglish.topics.why,
	details: 'Details',
	arrows: 'What moved at the policy’s last change',
	moves: { up: 'rises', down: 'falls', same: 'stays' },
	helped: 'Has it helped so far?',
	helpedHelp:
		'The average exact match of this run and of a run under uniform mixing, with the same seed ' +
		'and at the same step. Each side is one run, and another seed may reverse the difference.',
	better: (step: number, points: string) =>
		`At step ${count(step)} its average is ${points} points above uniform ` +
		'(1 seed; repeat to be sure).',
	worse: (step: number, points: string) =>
		`At step ${count(step)} its average is ${points} points below uniform ` +
		'(1 seed; repeat to be sure).',
	chance: (step: number, points: string, half: string) =>
		`At step ${count(step)} it is too close to call: ${points} points against uniform, ` +
		`and chance alone makes ±${half}.`,
	noCommon: 'No evaluation at a common step yet.',
	noUniform: 'No finished uniform run of this experiment and seed is stored: nothing to compare.',
	trainUniform: 'Train it in the background',
	uniformWaits: 'It can be trained when this run is paused or at its end.',
	uniform: (step: number, steps: number) => `Uniform: step ${count(step)} of ${count(steps)}`,
	traces: 'What the policy goes by',
	forgetting: 'Forgetting',
	forgettingHelp: 'Watched text is not trained. Its held-out loss rises when the model forgets it.',
	forgot: {
		most: (skill: string, from: string, to: string) =>
			`${skill}: loss ${from} → ${to} nats per token. The model forgets most of what it knew.`,
		some: (skill: string, from: string, to: string) =>
			`${skill}: loss ${from} → ${to} nats per token. The model forgets some of what it knew.`,
	},
	kept: (skill: string, from: string, to: string) =>
		`${skill}: loss ${from} → ${to} nats per token. The model keeps what it knew.`,
	beforeWhat: (steps: number, size: number, skills: number, policy: string) =>
		`${count(steps)} steps, each on ${size} examples of ${skills} skills; ` +
		`“${policy}” decides how many of each.`,
	beforeBudget: (budget: Budget, steps: number) =>
		budget.kind === 'tokens'
			? `It ends at ${count(budget.tokens)} tokens, after these steps at the latest.`
			: budget.stopped === undefined
				? `It ends when steps, probes and preparations have taken ` +
					`${duration(1000 * budget.seconds)}, after ${count(steps)} steps at the latest.`
				: `It ends after step ${count(budget.stopped)}, ` +
					`like an earlier run with a budget of ${duration(1000 * budget.seconds)}.`,
	beforeTest: (every: number) =>
		`First the base model is tested on every skill, then the tuned model every ${every} steps, ` +
		'on prompts that it never trains on.',
	beforeTime: (milliseconds: number, each: number) =>
		`About ${duration(milliseconds)} here: this device last needed ` +
		`${each < 10 ? each.toFixed(1) : Math.round(each)} ms per step.`,
	beforeTimeUnknown: 'How long it takes here is known after the first steps.',
	beforeExpected: 'The link has expected results (Results). At the end the page compares yours.',
	beforeDo: 'Press Train, or the space bar. Nothing leaves this machine.',
};

const results = {
	...explainManifestEnglish.topics.results,
	few: (prompts: number) => `n\u00A0=\u00A0${count(prompts)}`,
	fewHelp: 'So few held-out prompts: one more right answer changes this score a lot.',
	versus: 'vs. other run',
	versusSeed: 'Against the other run: 1 seed; repeat to be sure. ≈: within noise.',
	noiseMark: '≈',
	remarks: {
		unfinished: (step: number, steps: number) =>
			`Not compared: the other run stands at step ${count(step)} of ${count(steps)}. ` +
			'Train it to its end first.',
		noCommonStep: (step: number) =>
			`Not compared yet: the other run was not tested at step ${count(step)}.`,
		otherSteps: (steps: number, ownSteps: number) =>
			`The other run trained ${plural(steps, 'step')}, this one ${count(ownSteps)}.`,
		otherSkills: (own: readonly string[], other: readonly string[]) =>
			`Average and worst are not compared: their skills differ${sides(own, other)}.`,
	},
	noise: 'within noise',
	noiseHelp: (points: string) =>
		`With so few held-out prompts, chance alone moves this figure by ±${points} points (95 %).`,
	versusHelp:
		'Percentage points by which this run is above the other. “Within noise”: with so few ' +
		'held-out prompts chance alone makes such a difference. “1 seed”: each side is one run, ' +
		'and another seed may reverse the difference. Repeat both with 3 seeds: then this is the ' +
		'mean difference with its 95 % interval.',
	oneSeedHelp:
		'Each side is one run. Another seed draws other batches and may reverse the difference: ' +
		'repeat with 3 seeds before you believe it.',
	shown: (seeds: number) => `over ${seeds} seeds`,
	repeat: 'Repeat with 3 seeds',
	repeating: (seed: number, step: number, steps: number) =>
		`Seed ${seed}: step ${count(step)} of ${count(steps)}`,
	repeatFailed: 'The repeat with another seed did not end.',
	seeds: (seeds: number) => `Mean over ${seeds} seeds ± 95 % interval`,
	oneRun: 'One run, one seed: how far another seed would move these figures is not known.',
};

/** Names of skills that one run has alone. */
const sides = (own: readonly string[], other: readonly string[]): string => {
	const parts = [
		...(own.length > 0 ? [`only here: ${list(own)}`] : []),
		...(other.length > 0 ? [`only there: ${list(other)}`] : []),
	];
	return ` (${parts.join('; ')})`;
};

type Scored = ResultsInWords['learned'][number];
const rise = ({ name, from, to }: Scored) =>
	from === null ? `${name} (${percent(to)})` : `${name} (${inPercent(from)} → ${percent(to)})`;
const level = ({ name, to }: Scored) => `${name} (${percent(to)})`;
/** The first verb of the sentence, and the word for the following groups. */
const verbs = {
	learned: ['learned ', ''],
	partly: ['partly learned ', 'partly '],
	barely: ['barely learned ', 'barely '],
	not: ['did not learn ', 'not '],
} as const;
const inWords = {
	sentence: (results: ResultsInWords, ended: boolean): string => {
		const groups = (['learned', 'partly', 'barely', 'not'] as const).filter(
			(group) => results[group].length > 0,
		);
		const times = (ratio: number) => `loss × ${Number(ratio.toPrecision(2))}`;
		const { kept, worse, forgot } = results;
		const clauses = [
			...groups.map((group, i) => {
				const write = group === 'learned' ? rise : level;
				return verbs[group][i === 0 ? 0 : 1] + list(results[group].map(write));
			}),
			...(kept.length > 0 ? [`already knew ${list(kept.map(level))}`] : []),
			...(worse.length > 0 ? [`got worse at ${list(worse.map(rise))}`] : []),
			...forgot.map(
				({ name, ratio, most }) => `forgot ${most ? '' : 'some of '}${name} (${times(ratio)})`,
			),
		];
		const last = clauses.pop();
		const sentence = clauses.length === 0 ? last : `${clauses.join(', ')}, and ${last}`;
		return `${ended ? 'It' : 'So far it'} ${sentence}.`;
	},
};

const samples = {
	...explainManifestEnglish.topics.samples,
	none: 'Samples come with the first evaluation.',
	step: (step: number) => `step ${count(step)}`,
	right: 'right',
	wrong: 'wrong',
	expected: (text: string) => `expected ${text}`,
	empty: '(nothing)',
};

const best = {
	name: 'Best checkpoint',
	title: (step: number) => `Best checkpoint: step ${count(step)}.`,
	measures: {
		loss: 'average loss',
		exact: 'average exact match',
		worst: 'exact match of the worst skill',
	},
	skill: (name: string) => `loss of ${name}`,
	chosen: (measure: string, value: string) => `On validation rows, ${measure} ${value}.`,
	scores: (average: string, worst: string) =>
		`On the held-out rows of that evaluation: average ${average}, worst ${worst}.`,
	explain:
		'The checkpoint is chosen on validation rows, which are neither trained on nor among the ' +
		'held-out rows of the results. So the choice does not make the held-out scores look better. ' +
		'Try it asks this checkpoint too, and Models saves its weights. A policy that reads ' +
		'validation rows itself (RAISE) has seen the rows of the choice.',
	optimistic:
		'This run is evaluated on its validation rows, and the checkpoint is chosen on them too. Its ' +
		'scores are optimistic: the best of many looks better on the rows that chose it.',
};

const tryIt = {
	...explainManifestEnglish.topics.tryIt,
	prompt: 'Prompt',
	ask: 'Ask',
	base: 'Base',
	best: (step: number) => `best checkpoint, step ${count(step)}`,
	tuned: (step: number) =>
		step === 0 ? 'Tuned, step 0 (not trained yet)' : `Tuned, step ${count(step)}`,
	old: (step: number) => `The tuned answer is of step ${count(step)}. Ask again for the newest.`,
	sampling: 'Sampling',
	stop: 'Stop before these texts, one in each line',
	cut: '… (cut at the length limit)',
	failed: 'The model could not answer.',
	example: 'add 47+8=',
};

const cost = {
	title: 'Cost',
	help:
		'Full data is one pass over all training examples at this batch size, in proportion to ' +
		'their numbers. The updates of a preparation’s trial runs count too. ' +
		'Measuring takes time but is no update.',
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
		`${plural(steps, 'step')} in proportion to the numbers of examples, with the same seed; ` +
		'shown behind this run at its end.',
	showFull: 'Compare with the full-data run',
	compared: 'The full-data run is shown behind.',
	training: (step: number, steps: number) => `Full data: step ${count(step)} of ${count(steps)}`,
	failed: { fullData: 'The full-data run did not end.', uniform: 'The uniform run did not end.' },
};

const files = {
	title: 'Files of this run',
	help:
		'The measurements of each step, for other tools. JSON Lines: an object per step, for W&B or ' +
		'Trackio; the config has the experiment and its link, for their init(). CSV: a row per step, ' +
		'for a spreadsheet or pandas.',
	jsonl: 'Metrics, JSON Lines',
	csv: 'Metrics, CSV',
	config: 'Config, JSON',
	results: 'Results as a chart',
	server: 'Train on a server',
	serverHelp: 'A zip with the run’s shares, settings and examples for LLaMA-Factory, Axolotl, TRL',
	failed: 'The file could not be made.',
};

const expected = {
	title: 'As the link says',
	about: (steps: number, device: string) =>
		`Expected after ${plural(steps, 'step')} on ${device}; yours on this device.`,
	expected: 'expected',
	yours: 'yours',
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
	engine: (there: string, here: string) => `the engine: version ${there} there, ${here} here`,
	steps: (expected: string, yours: string) => `steps trained: ${expected} there, ${yours} here`,
	field: (field: string, there: string, here: string) => `${field}: ${there} there, ${here} here`,
	branching: (policies: readonly string[]) =>
		`${list(policies)}: their choice depends on measurements, so one bit can lead to other batches`,
	unknown:
		'nothing that is recorded: experiment, adapter and engine are the same. ' +
		'Another version of a driver or a browser may compute other bits',
	failed: 'The results could not be compared.',
};

export const explainEnglish = {
	why,
	results,
	inWords,
	samples,
	best,
	tryIt,
	log,
	curve,
	matrix,
	influences,
	law,
	picks,
	cost,
	files,
	expected,
	verdict,
};
export const explainWords = inLanguage('explain', explainEnglish);
