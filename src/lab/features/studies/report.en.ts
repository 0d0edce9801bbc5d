/**
 * English words of a study's report: sentences, names of measures and titles. It is outside page/,
 * because the worker and scripts write reports as Markdown.
 */
import { inLanguage, translated } from '#engine/core/language.ts';
import { messageText, plural, type Catalogue } from '#engine/core/message.ts';
import { analysisSentences, analysisTitles, powerSentence } from './analysis.en.ts';
import {
	differenceText,
	differenceValue,
	frontier,
	inBrackets,
	leads,
	measureAbout,
	measurePhrase,
	pPhrase,
	makeTitle,
} from './measureWords.en.ts';
import { axisName } from './model/axes.ts';
import type { PilotPower, PilotSpread } from './model/analysis/pilotPower.ts';
import type { Evidence, ReportMessage, ReportMessages, Sides } from './model/messages.ts';
import type { Study } from './model/study.ts';

const sentences: Catalogue<ReportMessages> = {
	'headline.decided': ({ apart, of, ...lead }) =>
		`Told apart: ${leads(lead)}${of > 1 ? ` (${apart} of ${of} comparisons are told apart)` : ''}.`,
	'headline.close': ({ more, ...lead }) =>
		`Too close to call: ${leads(lead)}` +
		(more === null ? '.' : `; about ${plural(more, 'more seed')} would tell (80 % power).`),
	'headline.alone': ({ p, adjusted, of, ...lead }) =>
		`Not told apart after correction: ${leads(lead)} (${pPhrase(p)}; ` +
		`${adjustedPhrase(adjusted)} over ${of} comparisons).`,
	'headline.oneSeed': (lead) => `One seed: ${leads(lead)}. Repeat with more seeds to be sure.`,

	'verdict.noPairs': ({ label, against, within }) =>
		`No seed is finished in both ${label} and ${against}${inBrackets(within)}: ` +
		'nothing to compare.',
	'verdict.oneSeed': ({ label, against, within, measure, mean }) =>
		`One seed: nothing can be said about chance. ${label} minus ${against}` +
		`${inBrackets(within)} in ${measurePhrase(measure)}: ` +
		`${differenceText(mean, measure.unit)} (n = 1).`,
	'verdict.better': (evidence) => decided('better', evidence),
	'verdict.worse': (evidence) => decided('worse', evidence),
	'verdict.undecided': ({ bootstrapOnly, needed, most, ...evidence }) =>
		undecided(evidence) +
		(bootstrapOnly
			? ' The bootstrap interval alone excludes 0, but it is too narrow for so few pairs.'
			: '') +
		(evidence.pairs !== evidence.seeds ? '' : ` ${seedsNeeded(needed, most)}`),
	'verdict.allEqual': (evidence) => `${undecided(evidence)} All pairs are equal.`,
	'verdict.twoEqualPairs': (evidence) =>
		`${undecided(evidence)} Both pairs have the same difference, ` +
		'so their scatter is unknown: add a third seed.',
	'verdict.others': ({ verdict, measures }) =>
		`Also ${verdict}: ${measures.map(measurePhrase).join(', ')}.`,
	'verdict.alone': ({ p, adjusted, of }) =>
		`After Holm’s correction over ${of} comparisons it is not told apart ` +
		`(${pPhrase(p)}, adjusted ${adjusted.toFixed(4)}).`,
	'verdict.noCommonScore': () => 'Nothing can be compared: the cells have no score in common.',

	'differ.backends': ({ pairs, of, backends: [a, b], ...sides }) =>
		differ(sides, `${pairs} of ${of} pairs ran on ${a} and ${b}`),
	'differ.engines': ({ pairs, of, engines, ...sides }) =>
		differ(sides, `${pairs} of ${of} pairs ran on engine versions ${engines.join(' and ')}`),
	'differ.skills': ({ skills, ...sides }) => {
		const [a, b] = skills.map((names) => names.join(', ') || 'no skill');
		return differ(sides, `average and worst are over ${a} against ${b}`);
	},
	'differ.steps': ({ a, b, ...sides }) => differ(sides, `steps, ${whole(a)} against ${whole(b)}`),
	'differ.tokens': ({ a, b, ...sides }) =>
		differ(sides, `tokens trained on, ${whole(a)} against ${whole(b)}`),
	'differ.updates': ({ a, b, ...sides }) =>
		differ(sides, `updates before the first step, ${whole(a)} against ${whole(b)}`),
	'differ.seconds': ({ a, b, mostSteps, ...sides }) =>
		differ(
			sides,
			`counted time, ${a.toFixed(1)} s against ${b.toFixed(1)} s ` +
				`(a run ends at ${mostSteps} steps at the latest)`,
		),

	'cells.failed': ({ cells }) =>
		cells.length === 1
			? `1 cell failed and is left out: ${list(cells)}.`
			: `${cells.length} cells failed and are left out: ${list(cells)}.`,
	'groups.empty': ({ groups }) => `No cell is finished yet of ${list(groups)}.`,
	'group.incomplete': ({ label, n, planned, missingSeeds }) => {
		const missing = missingSeeds.length > 0 ? `; seeds missing: ${missingSeeds.join(', ')}` : '';
		return (
			`${label}: ${n} of ${planned} cells are finished${missing}. ` +
			'Its numbers are over these cells.'
		);
	},
	'cells.backends': ({ backends }) =>
		`Cells ran on different backends (${backends.join(', ')}): ` +
		'their results for equal experiments differ slightly.',
	'cells.engines': ({ engines }) =>
		`Cells were trained by different versions of the engine (${engines.join(', ')}): ` +
		'their results for equal experiments may differ. Train the study again with one version.',
	'budget.notReached': ({ cells, kind, amount }) =>
		`${list(cells)}: ended at its most steps before the ` +
		`${budgetText({ kind, amount })} of the budget. Give the experiment more steps.`,
	'budget.spentBeforehand': ({ cells, seconds }) =>
		`${list(cells)}: the policy's preparation took all of the budget's ` +
		`${seconds.toLocaleString('en')} s, so there was time for one step. Give the study more.`,
	'cells.warned': ({ cells, message }) => `${list(cells)}: ${message}`,

	'note.n': () =>
		'n is the number of cells that a mean is over. ' +
		'Brackets contain the 95 % percentile bootstrap interval over them.',
	'note.examples': ({ low, high }) =>
		`Each cell is scored at its end on ${low === high ? low : `${low} to ${high}`} held-out ` +
		'examples per skill. The intervals include the scatter of that.',
	'note.measure': ({ measure }) => `${makeTitle(measure)}: ${measureAbout(measure)}`,
	'note.paired': () =>
		'Differences are paired: the same seed and all other factors equal. Two are told apart only ' +
		'if the bootstrap interval and Student’s t interval both exclude 0.',
	'note.chance': ({ differences, byChance }) =>
		`${differences} differences at 95 %: about ${byChance} of them would exclude 0 by chance ` +
		'alone if nothing differed.',
	'note.holm': () =>
		'Bold (filled in drawings) is only what stays below 5 % after Holm’s correction of the ' +
		'paired t tests over the comparisons of a measure.',
	...analysisSentences,
	'note.oneSeed': () => 'One seed: nothing can be said about chance.',
	'note.budget': ({ kind, amount }) => budgetNotes[kind](amount.toLocaleString('en')),
	'note.epochs': () => 'Epochs set the number of steps: runs of more epochs train longer.',
};

export const reportSentence = (message: ReportMessage): string =>
	messageText(inUse.sentences, message);
export const reportSentences = (messages: readonly ReportMessage[]): string =>
	messages.map(reportSentence).join(translated(' '));

const adjustedPhrase = (adjusted: number) => `adjusted by Holm ${adjusted.toFixed(4)}`;

const whole = (value: number) => Math.round(value).toLocaleString('en');

const decided = (verdict: 'better' | 'worse', evidence: Evidence) =>
	`${evidence.label} does ${verdict} than ${evidence.against}${inBrackets(evidence.within)} ` +
	`in ${measurePhrase(evidence.measure)}: ${evidenceText(evidence)}`;

const undecided = (evidence: Evidence) =>
	`This study cannot tell ${evidence.label} and ${evidence.against} apart` +
	`${inBrackets(evidence.within)} in ${measurePhrase(evidence.measure)}: ` +
	evidenceText(evidence);

function evidenceText(evidence: Evidence): string {
	const { measure, mean, bootstrap, student, wins, ties, losses, pairs, seeds } = evidence;
	const range = ({ low, high }: { readonly low: number; readonly high: number }) =>
		`${differenceValue(low, measure.unit)} to ${differenceValue(high, measure.unit)}`;
	const n = pairs === seeds ? `${pairs} seeds` : `${pairs} pairs over ${plural(seeds, 'seed')}`;
	const equal = ties > 0 ? `, equal in ${ties}` : '';
	return (
		`${differenceText(mean, measure.unit)} ` +
		`(bootstrap 95 %: ${range(bootstrap)}, Student’s: ${range(student)}; ` +
		`better in ${wins} of ${pairs}${equal}, worse in ${losses}; n = ${n}).`
	);
}

const seedsNeeded = (needed: number | null, most: number): string =>
	needed === null
		? `Even ${most.toLocaleString('en')} seeds would not tell a difference this small.`
		: `About ${plural(needed, 'seed')} would tell (80 % power), ` +
			'if the difference stays this large.';

const differ = ({ label, against, within, factor }: Sides & { factor: string }, what: string) =>
	`${label} and ${against}${inBrackets(within)} differ in more than the ` +
	`${axisName(factor)}: ${what}.`;

const mostNames = 4;
const list = (names: readonly string[]): string =>
	names.slice(0, mostNames).join('; ') +
	(names.length > mostNames ? ` and ${names.length - mostNames} more` : '');

type BudgetKind = NonNullable<Study['budget']>['kind'];
const budgetText = ({ kind, amount }: { kind: BudgetKind; amount: number }) =>
	kind === 'seconds'
		? `${amount.toLocaleString('en')} s`
		: `${amount.toLocaleString('en')} ${kind}`;

const costNote = 'The policy’s measurements and preparation come on top; see Cost.';
const budgetNotes: Readonly<Record<BudgetKind, (amount: string) => string>> = {
	updates: (amount) =>
		`Every cell has ${amount} updates, unless its policy sets another number. ${costNote}`,
	tokens: (amount) =>
		`Every cell trains on ${amount} tokens and the rest of its last batch. ${costNote}`,
	seconds: (amount) =>
		`Every cell has ${amount} s for its steps and its policy’s measurements and preparation; ` +
		'evaluations are not counted. ' +
		'The number of steps depends on the machine and on its other load.',
};

/** Headings and columns of the report's tables. */
const titles = {
	scores: 'Scores',
	shares: 'Shares, requested and drawn',
	sharesAbout:
		'Mean over n cells: the share that the policy requested / of the examples drawn / of their ' +
		'tokens (prompt and answer).',
	cost: 'Cost',
	costAbout: 'Means over n cells.',
	differences: 'Differences',
	...analysisTitles,
	frontier: 'Domain against general',
	grid: (policy: string, measure: string) => `${policy}: size × epochs, ${measure.toLowerCase()}`,
	warnings: 'Warnings',
	failures: 'Failed cells',
	notes: 'How to read this',
	counts: (finished: number, planned: number, failed: number) =>
		`${finished} of ${planned} cells are finished${failed > 0 ? `, ${failed} failed` : ''}.`,
	origin: (models: readonly string[], devices: readonly string[], engines: readonly number[]) =>
		[
			`Model ${models.join(', ')}`,
			...(devices.length > 0 ? [`trained on ${devices.join(', ')}`] : []),
			...(engines.length > 0 ? [`engine version ${engines.join(', ')}`] : []),
		].join('; ') + '.',
	experiment: 'Experiment, to paste into the lab under Share, Open a link:',
	n: 'n',
	nOf: (n: number, planned: number) => (n === planned ? String(n) : `${n} of ${planned}`),
	withN: (text: string, n: number) => `${text}, n = ${n}`,
	units: { share: '%', nats: 'nats' },
	differenceUnits: { share: 'points', nats: 'nats', ratio: '×' },
	against: 'against',
	onFrontier: 'on the frontier',
	yes: 'yes',
	no: 'no',
	loss: 'loss',
	student: (low: string, high: string) => `t ${low} to ${high}`,
	interval: (mean: string, low: string, high: string) => `${mean} (${low} to ${high})`,
	verdicts: {
		better: 'told apart: better',
		worse: 'told apart: worse',
		alone: 'told apart on its own, not after Holm’s correction',
		undecided: 'not told apart',
		unknown: 'too few pairs',
	},
	costs: {
		steps: 'steps',
		bestStep: 'step of the best checkpoint',
		tokens: 'tokens',
		seconds: 'seconds',
		millisecondsPerStep: 'ms per step',
		probeShare: 'probes, % of the run',
		updates: 'updates beforehand',
		measured: 'examples measured beforehand',
		secondsBeforehand: 'seconds beforehand',
		noisyShare: 'wrong answers, % of examples',
	},
};

export const reportEnglish = {
	sentences,
	titles,
	measureTitle: makeTitle,
	frontierTitle: frontier,
	powerSentence,
};
const inUse = inLanguage('report', reportEnglish);
export const { titles: reportTitles, measureTitle, frontierTitle } = inUse;
export const powerText = (found: PilotSpread & PilotPower): string => inUse.powerSentence(found);
