/** The words of a study's report: on the page, and in the file that it is saved as. */
import { count, duration } from './format.ts';

export const studyReport = {
	came: 'What came out',
	none: 'No cell is done yet. Results fill in here while cells come.',
	noComparison: 'There is only one group, so nothing is compared.',
	verdicts: {
		better: 'told apart: better',
		worse: 'told apart: worse',
		undecided: 'not told apart',
		unknown: 'too few pairs',
	},
	more: (of: number) => `${count(of)} more`,
	counts: (finished: number, planned: number, failed: number) =>
		`${count(finished)} of ${count(planned)} cells are done${failed > 0 ? `, ${count(failed)} failed` : ''}.`,
	warnings: 'Mind',
	scores: 'Scores',
	scoresAbout:
		'Dot: mean over n cells. Line: its 95 % bootstrap interval. Small dots: the cells themselves.',
	skills: 'Skill by skill',
	skillsAbout:
		'Exact match at the end where a skill has one, else held-out loss in nats per answer token. Dashed: the base model.',
	differences: 'Differences, paired by seed',
	differencesAbout:
		'Filled: told apart, since both intervals (bootstrap and Student’s t) exclude 0. Hollow: this study cannot tell. The line is the bootstrap interval.',
	frontier: 'Domain against general',
	frontierAbout:
		'Up and right is better. The line joins what no other one beats on both: the Pareto frontier.',
	onFrontier: 'on the frontier',
	grids: 'Size × epochs',
	gridsAbout: 'Darker is better. Mean over n cells.',
	cost: 'Cost',
	costAbout:
		'Means over n cells. Probes are what a policy had measured between the steps; “beforehand” is what it did before the first one.',
	failures: 'Failed cells',
	notes: 'How to read this',
	asTable: 'As a table',
	group: 'Group',
	n: 'n',
	nOf: (n: number, planned: number) =>
		n === planned ? count(n) : `${count(n)} of ${count(planned)}`,
	against: (label: string, against: string, within: string) =>
		`${label} − ${against}${within ? ` (${within})` : ''}`,
	wins: 'won–tied–lost',
	worst: 'Worst skill, most often',
	worstOf: (skill: string, times: number, of: number) => `${skill} (${times} of ${of})`,
	interval: (mean: string, low: string, high: string) => `${mean} (${low} to ${high})`,
	ofN: (text: string, n: number) => `${text}, n = ${count(n)}`,
	units: { share: '%', nats: 'nats' },
	unitsOfDifference: { share: 'points', nats: 'nats' },
	lower: 'lower is better',
	exact: 'exact match',
	loss: 'loss',
	base: 'base model',
	epochs: (epochs: number) => (epochs === 1 ? '1 epoch' : `${epochs} epochs`),
	model: 'Model',
	costs: {
		steps: 'steps',
		tokens: 'tokens',
		time: 'time per run',
		millisecondsPerStep: 'ms per step',
		probeShare: 'probes, % of the run',
		updates: 'updates beforehand',
		measured: 'examples measured beforehand',
		timeBeforehand: 'time beforehand',
		noisyShare: 'wrong answers, % of examples',
	},
	time: (seconds: number) => (seconds < 10 ? `${seconds.toFixed(1)} s` : duration(1000 * seconds)),
	madeBy:
		'Made with Skillet, a fine-tuning lab in the browser. Everything in this file is in it; it works without a connection.',
};
