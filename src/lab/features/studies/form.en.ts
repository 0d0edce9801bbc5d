/** English words of the form for a new study. */
import { count, duration } from '#languages/format.ts';

export const cells = (n: number) => (n === 1 ? 'one cell' : `${count(n)} cells`);

export const formEnglish = {
	title: 'New study',
	name: 'Title',
	asks: 'What it asks',
	asksHint: 'Does MoS help the worst skill?',
	base: 'Experiment',
	baseHelp:
		'The settings of all cells: skills, batches, evaluations. Cells replace policy and seed.',
	baseIs: (skills: number, model: string, steps: number) =>
		`${count(skills)} skills, model ${model}, ${count(steps)} steps`,
	takeWorkbench: 'Take the one on the workbench',
	policies: 'Policies',
	policiesHelp: 'Each policy is trained with every seed. Its label appears in tables and charts.',
	label: 'Label',
	policy: 'Policy',
	settings: 'Settings',
	addPolicy: 'Add a policy',
	remove: (label: string) => `Remove ${label}`,
	meanOf: 'Mean mix of',
	seeds: 'Seeds',
	seedsHelp: 'Numbers or ranges: 1–5 or 1, 2, 7. Three show a trend; five can tell policies apart.',
	models: 'Model sizes',
	modelsHelp: 'None chosen: the experiment’s own.',
	epochs: 'Epochs',
	epochsHelp: 'How often all training data is seen, such as 0.5, 1, 2. Sets the number of steps.',
	rates: 'Learning rates',
	ratesHelp: 'For example 0.001, 0.002. Empty: the experiment’s own.',
	shares: 'Shares of the domain, %',
	sharesHelp:
		'Blends of domain and general skills, for example 0, 25, 50, 75, 100. ' +
		'Each blend is a policy, and trains the general skills too.',
	budget: 'Equal budget',
	budgetHelp:
		'Equal for all cells. The report shows the cost of a policy’s own measurements ' +
		'and preparation; a budget of seconds includes it.',
	budgets: {
		none: 'the experiment’s steps',
		updates: 'updates',
		tokens: 'tokens',
		seconds: 'seconds',
	},
	against: 'Compared with',
	againstHelp: 'The other policies are compared with these. None chosen: the first policy.',
	pilot: {
		title: 'Power from a pilot',
		help:
			'An earlier study whose paired differences scatter as much as this one’s should. ' +
			'It shows what these seeds can detect after Holm’s correction.',
		none: 'no pilot',
		effect: 'to detect, points or nats',
		tooSmall: 'Its cells have no two policies with two seeds in common.',
		incomplete: 'Give two seeds or more, two policies or more, and a difference above 0.',
	},
	analysis: {
		title: 'Named beforehand',
		about:
			'What the study will test, fixed in its file before a cell is trained. The report tests ' +
			'exactly this; all its other differences are exploratory.',
		outcome: 'Primary outcome',
		outcomes: {
			none: 'none: explore only',
			average: 'average exact match',
			worst: 'worst skill',
			target: 'target skill',
			domain: 'domain skills',
			general: 'general skills',
			generalChange: 'change of general loss',
			loss: 'average held-out loss',
			best: 'average of the best checkpoints',
		},
		comparisons: 'Comparisons',
		comparisonsHelp:
			'All policies against one, or the pairs that answer the question. The fewer they are, the ' +
			'smaller the differences that the same seeds detect.',
		allAgainst: (label: string) => `all others against ${label}`,
		pairs: 'chosen pairs',
		difference: 'Difference',
		minus: 'minus',
		on: 'on',
		shared: 'the primary outcome',
		ownTarget: 'the policy’s target',
		addPair: 'Add a pair',
		removePair: (pair: string) => `Remove ${pair}`,
		over: 'Average over',
		overHelp:
			'A seed’s differences are averaged over these first; else each value is a comparison.',
		correction: 'Correction',
		correctionHelp: 'Holm’s correction keeps the chance of any false finding below 5 %.',
		corrections: { holm: 'Holm', none: 'none' },
		margin: 'Margin of equivalence',
		marginHelp:
			'Differences within ± this count as equal, which two one-sided tests (TOST) can show. ' +
			'Empty: equality is not tested.',
		effect: 'Smallest effect',
		effectHelp:
			'The difference that the study should detect. An undecided comparison says how many seeds ' +
			'it needs. Empty: the margin.',
		loss: (skill: string) => `Target loss, ${skill}`,
		average: 'average',
		lossHelp:
			'The report counts the steps until the held-out loss is at or below this many nats. The ' +
			'word “reference” stands for the final loss of the policy that others are compared with. ' +
			'Empty: not counted.',
		losses: 'Steps to a loss, by skill',
		counted: (losses: string) => `It also counts the steps to a held-out loss: ${losses}.`,
		stored: 'In the study’s file',
	},
	target: 'Target skill',
	targetHelp: 'The report shows its score next to average and worst skill.',
	noTarget: 'none',
	axes: 'Also vary',
	compare: 'Compare',
	size: (n: number, steps: number) => `${cells(n)}, ${count(steps)} steps in all`,
	sizeSearch: (runs: number) => `, and ${count(runs)} runs of the search for each bar`,
	time: (milliseconds: number) => `about ${duration(milliseconds)} of training here`,
	timeUnknown: 'how long that takes here is known after the first cell',
	/** Errors begin with it. */
	source: 'The study',
	make: 'Make the study',
	needsTitle: 'Give it a title, and it can be made.',
};
