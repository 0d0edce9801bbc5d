/** English words of the studies' pages and of their reports. */
import { inLanguage } from '#engine/core/language.ts';
import { count, duration } from '#languages/format.ts';
import { engineVersion } from '#engine/training/engineVersion.ts';
import type { CellCheck, ShelfTopic } from './model/shelf.ts';
import { studiesManifestEnglish } from './manifest.en.ts';
import { cells, formEnglish } from './form.en.ts';
import { reportEnglish } from './report.en.ts';

/** A cell that was trained again. */
export type CellFound = Omit<CellCheck, 'skill'> & {
	readonly skill: string;
	readonly skills: number;
};

const scoreGap = ({ exact: [published, here], loss }: CellFound) =>
	published !== null && here !== null && published !== here
		? `${(100 * published).toFixed(1)} % published, ${(100 * here).toFixed(1)} % here`
		: `loss ${loss[0].toPrecision(6)} published, ${loss[1].toPrecision(6)} here`;

function originGap({ engines, backends, isSameExperiment }: CellFound): string {
	if (isSameExperiment === false) return 'Today’s defaults make another experiment of the study.';
	const [published, here] = engines;
	if (published !== here)
		return `Engine version ${published} computed the published figures, ${here} these.`;
	if (backends[0] !== backends[1])
		return `The published cell ran on ${backends[0]}, this one on ${backends[1]}.`;
	return 'Engine version and backend are the same, so the cause is this device or its threads.';
}

const files = {
	title: 'Charts of this study',
	inCsv: (measure: string, unit: 'share' | 'nats' | 'ratio') => `${measure} (${unit})`,
	withN: (label: string, n: string) => `${label} (n ${n})`,
	about: (title: string, finished: number) => `${title} · ${count(finished)} finished cells`,
};

const studies = {
	...studiesManifestEnglish.topics.studies,
	about:
		'A study trains the same experiment many times and varies only policies, seeds or sizes. ' +
		'One run shows a curve; a study shows whether a difference repeats.',
	how:
		'Each combination is a cell. This machine trains the cells one after another and stores each ' +
		'result: you can pause, close the page, and continue later.',
	start: 'Three to start from',
	starterMake: 'Preview',
	cellsOf: (n: number) => `${cells(n)[0].toUpperCase()}${cells(n).slice(1)}.`,
	new: 'New study',
	file: 'From a file…',
	list: 'Your studies',
	none: 'No study yet.',
	refused: 'The study could not be opened.',
	cannotStart: 'The study could not start.',
	cannotDelete: 'The study could not be deleted.',
	cannotRead: 'The study could not be read.',
	cannotSave: 'The file could not be made.',
	nothingLost: 'Stored data has not changed.',
	state: {
		new: 'not started',
		running: 'training',
		paused: 'paused',
		cutOff: 'cut off',
		done: 'done',
	},
	listed: (done: number, of: number, failed: number) =>
		`${count(done)} of ${cells(of)}${failed > 0 ? `, ${count(failed)} failed` : ''}`,
	play: '▶ Start',
	pausing: 'Pausing…',
	progress: 'Cells that are done',
	doneOf: (done: number, of: number) => `${count(done)} of ${cells(of)} done`,
	failedOf: (failed: number) => `${count(failed)} failed`,
	now: (cell: string, step: number, steps: number) =>
		`Now: ${cell}, step ${count(step)} of ${count(steps)}`,
	nowDoing: (cell: string, doing: string) => `Now: ${cell}. ${doing}`,
	nowNext: (cell: string) => `Next: ${cell}`,
	nowSearch: (run: number, of: number) => `run ${count(run)} of ${count(of)} of the search`,
	deviceInUse:
		'Paused: the lab trains one run at a time, and another run is being trained. ' +
		'Continue when it is done; the current cell resumes from its last checkpoint.',
	deviceInUseNotice: (title: string) => `“${title}” is paused: the lab trains one run at a time.`,
	cutOff:
		'Interrupted: the page was closed during training. No result is lost; ' +
		'the current cell resumes from its last checkpoint.',
	cutOffNotice: (title: string, done: number, of: number) =>
		`The study “${title}” was interrupted after ${count(done)} of ${cells(of)}. ` +
		'Nothing is lost.',
	stopped: (message: string) => `The study has stopped: ${message}`,
	pausesWorkbench: 'Starting the study pauses a run on the workbench.',
	retryAll: (n: number) => (n === 1 ? 'Try the failed one again' : `Try ${count(n)} failed again`),
	retry: 'Try it again',
	retryHelp: 'A failed cell is trained again from its start.',
	confirmDelete: 'Delete with its results?',
	copy: 'New one like it',
	keepRuns: 'Keep the runs of its cells',
	keepRunsHelp:
		'Each run stays in the list of runs with its curves and weights, which takes disk space. ' +
		'Otherwise a run is deleted when its result is stored; train the cell again to get it back.',
	save: 'Download',
	files: {
		html: 'Report as one HTML file',
		markdown: 'Tables as Markdown',
		latex: 'Tables as LaTeX (booktabs)',
		csv: 'Every cell and skill as CSV',
		json: 'Study, report and results as JSON',
		study: 'The study alone, to share or to run headless',
	},
	cells: {
		title: 'Cells',
		about: 'Each cell is one run. Choose one to see more, or to open it on the workbench.',
		measure: 'Show',
		average: 'average exact match',
		worst: 'worst skill',
		loss: 'mean held-out loss',
		seed: (seed: string | number) => `seed ${seed}`,
		waiting: 'waits',
		queued: 'not trained yet',
		failed: 'failed',
		cut: (step: number) => `cut off at step ${count(step)}`,
		cutHelp: 'It resumes from its last checkpoint, with the result of an uninterrupted run.',
		running: (share: number) => `${Math.round(100 * share)} %`,
		cell: (name: string, state: string) => `${name}: ${state}`,
		done: (average: string, worst: string, time: string | null) =>
			`Average exact match ${average}, worst skill ${worst}.` +
			(time === null ? '' : ` It took ${time}.`),
		waits: (cell: string) => `It trains on the mean mix of “${cell}”, so it comes after that cell.`,
		open: 'Open on the workbench',
		openHelp: 'Puts this cell’s experiment on the workbench: there it gives the same curve.',
	},
	reference: 'Compare with',
	shelf: {
		title: 'Published studies',
		about: 'The studies of the guide, to explore before anything is trained. They are read-only.',
		topics: {
			policies: 'Policies side by side',
			mos: 'MoS: one policy in depth',
			mospec: 'MoSpec: one skill as the target',
			raise: 'RAISE, and data with wrong answers',
			blends: 'General text, sizes and epochs',
		} satisfies Record<ShelfTopic, string>,
		back: 'Back to the shelf',
		readOnly: (engines: readonly number[]) =>
			`A published study, read-only: choose a cell below to train it again. ` +
			`It was computed with engine version ${engines.join(' and ')}; this page has ` +
			`${engineVersion}.` +
			(engines.includes(engineVersion)
				? ''
				: ' Another version rounds differently, so single answers can differ.'),
		again: (study: string, cell: string) => `Again: ${cell} (${study})`,
		check: 'Train it again and compare',
		checkHelp:
			'Trains this cell with its experiment and seed in a study of its own, and compares the ' +
			'figures skill by skill.',
		noSearch: 'Its shares come from a search of many runs, so this cell alone cannot be trained.',
		training: 'It is being trained as a study of its own. The comparison appears here.',
		found: (found: CellFound) =>
			found.isSame
				? `The same figures: exact match and loss of all ${found.skills} skills, to six digits.`
				: `Not the same: the largest difference is in ${found.skill}, ${scoreGap(found)}. ` +
					originGap(found),
	},
	group: 'Group by',
	groupAll: 'everything but the seed',
	groupBy: (factor: string) => `${factor} alone`,
	groupBut: (factor: string) => `everything but ${factor}`,
	form: formEnglish,
};

/** The page's report uses the titles of the Markdown report, and more words. */
const report = {
	...reportEnglish.titles,
	came: 'Findings',
	none: 'No cell is done yet. Results appear here during training.',
	more: (of: number) => `${count(of)} more`,
	mind: 'Caution',
	scoresAbout: 'Dot: mean over n cells. Line: 95 % bootstrap interval. Small dots: the cells.',
	skills: 'Skill by skill',
	skillsAbout:
		'Exact match at the end, or held-out loss in nats per answer token. ' +
		'Dashed: the base model.',
	sharesAbout: 'Mean shares that each policy requested, with 95 % intervals. Dashed: equal shares.',
	pairedDifferences: 'Differences, paired by seed',
	differencesAbout:
		'Filled: told apart, since both intervals (bootstrap and Student’s t) exclude 0, also after ' +
		'Holm’s correction. Hollow: this study cannot tell. The line is the bootstrap interval.',
	differencesTableAbout:
		'Bold: told apart after Holm’s correction. t: Student’s t interval. ' +
		'The last three numbers are pairs won–tied–lost.',
	frontierAbout: 'Up and right is better. The Pareto frontier: no other group is better on both.',
	grids: 'Size × epochs',
	gridsAbout: 'Darker is better. Mean over n cells.',
	costHelp:
		'Means over n cells; seconds are the time per run. Probes are the policy’s measurements ' +
		'between steps. “Beforehand” is its work before the first step.',
	plannedAbout: (hasMargin: boolean) =>
		'Filled: different after the correction. The line is Student’s 95 % interval' +
		(hasMargin ? '; dashed: the margin of equivalence.' : '.'),
	forestAbout:
		'Paired differences, best first; Student’s 95 % intervals. Filled: told apart after Holm.',
	stepsAbout: (reference: string) =>
		`How many times fewer steps than ${reference} (dashed: as many), over the seeds in which ` +
		'both reach the loss at an evaluation: geometric mean with Student’s 95 % interval ' +
		'(3 seeds and more). Runs that do not reach it count only in “reached” and in the median.',
	stepsNote: (reached: string, median: string) => `reached in ${reached}, median step ${median}`,
	asTable: 'As a table',
	difference: (label: string, against: string, within: string) =>
		`${label} − ${against}${within ? ` (${within})` : ''}`,
	wins: 'won–tied–lost',
	worst: 'Worst skill, most often',
	worstOf: (skill: string, times: number, of: number) => `${skill} (${times} of ${of})`,
	lower: 'lower is better',
	exact: 'exact match',
	time: (seconds: number) => (seconds < 10 ? `${seconds.toFixed(1)} s` : duration(1000 * seconds)),
	madeBy: 'Made with Skillet, a fine-tuning lab in the browser. This file works offline.',
};

export const studiesEnglish = { files, studies, report };
const inUse = inLanguage('studies', studiesEnglish);
export const { files: studyFileWords, studies: studyWords, report: reportWords } = inUse;
