/**
 * Writes docs/guide/results.md, its picture in each language, and the page's shelf from the
 * published results.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { withSign } from '../../src/languages/format.ts';
import {
	english,
	followLanguage,
	pairStored,
	readMessages,
	storedText,
	type Language,
} from '../../src/languages/language.ts';
import { withLabelTexts } from '../../src/lab/study/labelText.ts';
import { reportSentence } from '../../src/lab/study/sentences.ts';
import { outdatedSkills } from '../../src/lab/study/published.ts';
import { languageFolders, readMessageFiles } from '../../scripts/lib/messageTypes.ts';
import {
	otherVerdicts,
	shelfEntries,
	studyAnswer,
	verdictWord,
	type OtherMeasure,
} from './answers.ts';
import { budgets, type Tested } from './comparisons.ts';
import {
	drawForest,
	forestHeight,
	forestRows,
	layouts,
	type ForestRow,
	type Layout,
} from './forest.ts';
import { lawFit } from './law.ts';
import { lawSummary } from './lawPage.ts';
import { formatMarkdown, markdownTable as table } from '../../scripts/lib/markdown.ts';
import { range } from './points.ts';
import {
	publishedStudy,
	studyNames,
	type PublishedStudy,
} from '../../scripts/lib/shelf/published.ts';
import { drawSmall, smallHeight, smallPictures } from './smallPictures.ts';
import { picture } from './svg.ts';

export const resultsFile = 'docs/guide/results.md';
const pictureFile = 'public/studies/results.svg';
export const shelfListFile = 'public/studies/index.json';
export const lawFile = 'public/studies/lawFit.json';

/** The sentence above the figure, in two lines. */
const lines = [
	'Eight small tasks, 0.25 M parameters.',
	'0 is equal shares, one point is one answer in a hundred, grey is ± 0.5.',
];
const heading = lines.join(' ');

/** The same policies on the first base and on the others. */
const leadStudies = (): PublishedStudy[] => ['policies', 'bases'].map(publishedStudy);

const leadRows = (): ForestRow[] => forestRows(leadStudies());

/**
 * The pictures by their files. The page's ones have the tag of their language, and those for a
 * phone say so: `results.narrow.zh-CN.svg`.
 */
export async function resultsPictures(): Promise<ReadonlyMap<string, string>> {
	const pictures = new Map<string, string>();
	const draw = (tag: string) => {
		for (const layout of layouts) {
			const file = pictureFile.replace('.svg', `${layout.name}${tag}.svg`);
			pictures.set(file, resultsPicture(layout));
		}
	};
	draw('');
	for (const language of await readLanguages()) {
		followLanguage(() => language);
		draw(`.${language.tag}`);
	}
	followLanguage(() => english);
	return pictures;
}

/** The languages beside English. Vite, which loads them for the page, is not here. */
async function readLanguages(): Promise<Language[]> {
	const englishFiles = Object.fromEntries(readMessageFiles('en'));
	return Promise.all(
		languageFolders().map(async (folder) => {
			const file = pathToFileURL(path.resolve('src/languages', folder, 'language.ts')).href;
			const { tag } = (await import(/* @vite-ignore */ file)) as { readonly tag: string };
			const files = Object.fromEntries(readMessageFiles(folder));
			const stored = pairStored({ stored: englishFiles.stored }, { stored: files.stored });
			return { tag, messages: readMessages(files), sentences: new Map<string, string>(), stored };
		}),
	);
}

function resultsPicture(layout: Layout): string {
	const rows = leadRows();
	const top = forestHeight(rows, layout);
	const small = smallPictures();
	const { width, namesAbove } = layout;
	const lineCount = namesAbove ? small.length : Math.min(1, small.length);
	const height = top + lineCount * (smallHeight + 12);
	return picture({ width, height, about: lines.map(storedText).join(' ') }, [
		...drawForest(rows, lines, layout),
		...small.flatMap((each, i) =>
			namesAbove
				? drawSmall(each, 50, top + 6 + i * (smallHeight + 12))
				: drawSmall(each, 8 + 250 * i, top + 6),
		),
	]);
}

export const lawText = (): string => `${JSON.stringify(lawFit())}\n`;

export const shelfList = (): string => `${JSON.stringify(shelfEntries())}\n`;

function verdictText(gaps: readonly Tested[]): string {
	const [early, late] = gaps.map(({ verdict }) => verdictWord(verdict));
	return early === late ? late : `${early}, then ${late}`;
}

const forestTable = (rows: readonly ForestRow[]): string =>
	table(
		[
			'against equal shares',
			...budgets.map((budget) => `${budget} updates`),
			'without recall',
			'loss, nats',
			'verdict',
		],
		rows.map(({ title, gaps, withoutRecall, loss }) => [
			title,
			...gaps.map(range),
			range(withoutRecall),
			withSign(loss, 3),
			verdictText(gaps),
		]),
	);

/** Rows whose difference without recall has another sign, and an interval without 0. */
function measureText(rows: readonly ForestRow[]): string[] {
	const other = rows.flatMap(({ title, gaps, withoutRecall: rest }) => {
		const whole = gaps.at(-1)!;
		return rest.low * rest.high > 0 && rest.mean * whole.mean < 0
			? [`${title}: ${range(whole)} with capitals, ${range(rest)} without`]
			: [];
	});
	return other.length === 0
		? []
		: [`**The sign depends on recall** (uncorrected). ${other.join('; ')}.`];
}

const basesOf = ({ study }: PublishedStudy): string[] =>
	(study.axes.model ?? [study.experiment.model]).map(({ id }) => id);

function howToRead(): string {
	const bases = leadStudies().flatMap(basesOf).length;
	return (
		`**How to read it.** Each of ${bases} bases is one draw: the mean over pairs of runs with ` +
		'equal seeds. ± covers bases, seeds and prompts at 95 %; verdicts hold after Holm’s ' +
		'correction. “Without recall” leaves out capitals, tested on what was ' +
		'trained. ◇ is held-out loss: right is better, 0.1 nats are one point. Papers train 0.5 ' +
		'to 8 billion parameters.'
	);
}

/** Names the studies that read earlier rows of a skill than the lab. */
function outdatedText(): string[] {
	const outdated = studyNames.flatMap((name) => {
		const { study, skills } = publishedStudy(name);
		const rows = outdatedSkills(study, skills).map((ref) => `${ref.name} ${ref.version}`);
		return rows.length > 0 ? [{ name, rows }] : [];
	});
	if (outdated.length === 0) return [];
	const rows = [...new Set(outdated.flatMap((study) => study.rows))].join(', ');
	const names = outdated.map(({ name }) => `\`studies/${name}.json\``).join(', ');
	return [`On [${rows}](../dev/world.md#versions): ${names}.`];
}

const commands =
	'`npm run --prefix workshop results -- --retrain ROW` repeats a row exactly: ' +
	'[studies](studies.md), [bases](../dev/world.md).';

const otherWords: Readonly<Record<OtherMeasure, string>> = {
	loss: 'By loss',
	withoutRecall: 'Without recall',
};

/** The table and the law are their answers, over all bases; the pilot prepares them. */
const shownAbove: ReadonlySet<string> = new Set(['policies', 'bases', 'law', 'laws', 'pilot']);

export async function resultsPage(): Promise<string> {
	const rows = leadRows();
	const answers = studyNames.flatMap((name) => {
		if (shownAbove.has(name)) return [];
		const study = publishedStudy(name);
		const answer = studyAnswer(study);
		if (!answer) return [];
		const measures = answer.id === 'answer' ? (['loss', 'withoutRecall'] as const) : [];
		const others = measures.flatMap((measure) => {
			const found = otherVerdicts(study, measure);
			return found.length > 0 ? ` ${otherWords[measure]}: ${found.join('; ')}.` : [];
		});
		return [
			`- **${study.study.title}** ${reportSentence(withLabelTexts(answer))}${others.join('')}`,
		];
	});
	const parts = [
		'# Results',
		heading,
		`![The table below as a picture](../../${pictureFile})`,
		howToRead(),
		...(rows.length > 0 ? [forestTable(rows), ...measureText(rows)] : []),
		...lawSummary(),
		'## The other studies',
		'± covers seeds and prompts. Verdicts that loss or recall changes:',
		answers.join('\n'),
		...outdatedText(),
		commands,
	];
	return formatMarkdown(parts.join('\n\n'), resultsFile);
}

/** Words of the page, without the syntax of tables and links. */
export const countWords = (markdown: string): number =>
	markdown
		.replaceAll(/\]\([^)]*\)/g, ']')
		.split(/\s+/)
		.filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
