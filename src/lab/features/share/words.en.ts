/** English words of sharing: links and their content, reduced pages, runs as files. */
import { inLanguage } from '#engine/core/language.ts';
import type { OwnPart } from '#lab/page/shell/pageParts.ts';
import { count as countText, list, plural } from '#lab/page/words/format.ts';

/** Parts of the page that belong to no feature. */
const parts: Readonly<Record<OwnPart, string>> = {
	pace: 'Speed, Run to step and Stop',
	overTime: 'Mix over time',
};

const view = {
	title: 'Make a lesson link',
	help:
		'For a lesson: the reader of the link sees only these parts. ' +
		'Train, Pause and Reset always stay, and one button shows everything.',
	shown: 'What the page shows',
	all: 'Show all',
	train: 'Train',
	parts,
	sketch: (shown: readonly string[]) => `The page shows: the skills, Train, ${list(shown)}.`,
	pace: 'Train',
	paces: { full: 'at the visitor’s speed', slow: 'slowly', until: 'up to a step' },
	milliseconds: 'Milliseconds per step',
	place: 'Opens at',
	workbench: 'the workbench',
	tables: 'Charts as tables',
	theme: 'Theme',
	themes: { any: 'as the visitor has it', light: 'light', dark: 'dark' },
	focus: 'Looks closer at',
	noFocus: 'all skills alike',
	note: 'Note above the workbench',
	noteLeft: (left: number) => `${plural(left, 'character')} left`,
	tryIt: 'Preview it here',
	tryItHelp: 'Shows this page as the link will; one button brings everything back.',
};

export const shareEnglish = {
	title: 'Share',
	description: 'The link holds model, skills, policies, settings and seed, but no data.',
	link: 'Link',
	failed: 'The link could not be made.',
	copy: 'Copy',
	copied: 'Copied.',
	notCopied: 'The browser did not allow copying: the link is marked, press Ctrl+C or ⌘C.',
	length: (count: number) => plural(count, 'character'),
	long: (most: number) =>
		`Some programs cut links above ${countText(most)} characters. A run’s file has no limit.`,
	qr: 'QR code of the link',
	qrHelp: 'A phone’s camera opens it.',
	noQr: (most: number, ways: readonly string[]) =>
		`No QR code: links up to ${countText(most)} characters have one. Shorter: ${list(ways)}.`,
	shorter: {
		results: 'without results',
		view: 'with a shorter note',
		switches: 'with fewer switches',
		noise: 'without noise',
		files: 'without files of your own',
		any: 'with settings nearer to the default experiment',
	},
	withResults: 'With this run’s results.',
	withResultsHelp: 'The reader sees them beside their own, and at the end whether both agree.',
	noResults: 'Results can go along when the run has finished.',
	files: 'It names these by their SHA-256. Whoever opens it needs the same ones:',
	file: (name: string) => `the file of “${name}”`,
	model: (name: string) => `the model “${name}”`,
	artefact: (name: string | undefined) =>
		name === undefined
			? 'a kept preparation that is not here'
			: `the kept preparation “${name}” (export it under the policy’s settings)`,
	noFiles: 'Everything that it names comes with the lab.',
	sameOptions:
		'A file is recognised by its imported rows: ' +
		'import it with the same columns, held-out share, seed and masking.',
	recipes: 'The link says how each file was imported. Give the same file; it is checked.',
	embed: {
		title: 'Embed in a page',
		help:
			'For a course page or a blog. It shows the expected curves at once and trains on a click. ' +
			'Only the skills are shown, unless you choose the parts below.',
	},
	paste: 'Open a link',
	view,
};
export const shareWords = inLanguage('share', shareEnglish);
