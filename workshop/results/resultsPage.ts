/**
 * Writes the figures of docs/guide/results.md, its picture in each language, and the page's shelf from the
 * published results.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { listsByKey } from '../../src/engine/core/listsByKey.ts';
import { mean } from '../../src/engine/core/statistics.ts';
import { fixed, none, withSign } from '../../src/languages/format.ts';
import {
	english,
	followLanguage,
	pairStored,
	readMessages,
	storedText,
	type Language,
} from '../../src/languages/language.ts';
import { withLabelTexts } from '../../src/lab/study/labelText.ts';
import { margin } from '../../src/lab/study/pairedTests.ts';
import { reportSentence, verdictText } from '../../src/lab/study/sentences.ts';
import { outdatedSkills } from '../../src/lab/study/published.ts';
import { languageFolders, readMessageFiles } from '../../scripts/lib/messageTypes.ts';
import {
	askedGaps,
	askedTitle,
	isShownElsewhere,
	otherVerdicts,
	servedGaps,
	shelfEntries,
	studyAnswer,
	type NamedGap,
	type OtherMeasure,
} from './answers.ts';
import { balanceText } from './balance.ts';
import { budgets, cellsOf, domainSkills, scoreGap, type Tested } from './comparisons.ts';
import {
	drawForest,
	forestHeight,
	forestRows,
	layouts,
	type ForestRow,
	type Layout,
} from './forest.ts';
import { meanScore } from './intervals.ts';
import { onlineSentence, realSentence } from './online.ts';
import { realText } from './realText.ts';
import { formatMarkdown, markdownTable as table } from '../../scripts/lib/markdown.ts';
import { amount, range } from './points.ts';
import {
	publishedStudy,
	readShelfFile,
	studyNames,
	type PublishedStudy,
} from '../../scripts/lib/shelf/published.ts';
import { drawSmall, smallHeight, smallPictures } from './smallPictures.ts';
import { picture } from './svg.ts';

export const resultsFile = 'docs/guide/results.md';
const pictureFile = 'public/studies/results.svg';
export const shelfListFile = 'public/studies/index.json';

/** The two lines in the figure; the first stands above it too. */
const lines = [
	'Eight small tasks, 0.25 M parameters.',
	'0 is equal shares, one point is one answer in a hundred, grey is ± 0.5.',
];

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

export const shelfList = (): string => `${JSON.stringify(shelfEntries())}\n`;

function rowVerdict(gaps: readonly Tested[]): string {
	const [early, late] = gaps.map(({ verdict }) => verdict.replace('not told apart', 'undecided'));
	return early === late ? late : `${early}, then ${late}`;
}

const forestTable = (rows: readonly ForestRow[]): string =>
	table(
		[
			'against equal shares',
			...budgets.map((budget) => `${budget} updates`),
			'against by size',
			'without recall',
			'loss, nats',
			'verdict',
		],
		rows.map(({ title, gaps, bySize, withoutRecall, loss }) => [
			title,
			...gaps.map(range),
			bySize ? range(bySize) : none,
			range(withoutRecall),
			withSign(loss, 3),
			rowVerdict(gaps),
		]),
	);

/** What could be detected where nothing is told apart, and the base that a row leaves out. */
function notesText(rows: readonly ForestRow[]): string {
	const open = rows.flatMap(({ gaps }) =>
		gaps.flatMap(({ verdict, detects }) => (verdict === 'not told apart' ? [100 * detects] : [])),
	);
	const found = rows.find(({ but }) => but !== undefined);
	return [
		...(open.length === 0
			? []
			: [
					`Undecided comparisons could detect ${fixed(Math.min(...open), 1)} to ` +
						`${fixed(Math.max(...open), 1)} points (80 % power). `,
				]),
		...(found ? ['¹ Without the base whose law found this mix. '] : []),
		scorerText(),
	].join('');
}

/** The settings of MoS that decide how far its shares move: the papers' presets have others. */
function scorerText(): string {
	const scorer = leadStudies()[0].study.policies.find(({ id }) => id === 'mos');
	if (!scorer) return '';
	const { interval, innerSteps, learningRate } = scorer.settings as Record<string, number>;
	return (
		`MoS has the lab’s preset: every ${interval} steps, ${innerSteps} inner steps at rate ` +
		`${learningRate}.`
	);
}

/** Rows whose difference without recall has another sign, and what each skill does there. */
function measureText(rows: readonly ForestRow[]): string[] {
	const [{ study }] = leadStudies();
	const other = rows.flatMap(({ policy, against, gaps, withoutRecall: rest }) => {
		const whole = gaps.at(-1)!;
		if (rest.low * rest.high <= 0 || rest.mean * whole.mean >= 0) return [];
		const recalled = domainSkills(leadStudies()[0]).map((k) => {
			const [mine, theirs] = [policy, against].map((label) => meanOfBases(label, k));
			return { k, name: study.experiment.skills[k].name, mine, theirs };
		});
		const [least, ...others] = recalled.toSorted(
			(x, y) => Math.abs(y.mine - y.theirs) - Math.abs(x.mine - x.theirs),
		);
		const gains = others.map(({ mine, theirs }) => 100 * (mine - theirs));
		return [
			`${policy}: ${least.name} ${fixed(100 * least.mine, 1)} %, against ` +
				`${fixed(100 * least.theirs, 1)} by equal shares; the other ` +
				`${others.length} ${withSign(Math.min(...gains), 1)} to ${withSign(Math.max(...gains), 1)}`,
		];
	});
	return other.length === 0
		? []
		: [`**The sign depends on recall** (uncorrected). ${other.join('; ')}.`];
}

/** A skill's score after the last update: the mean over bases of their cells' mean. */
function meanOfBases(policy: string, skill: number): number {
	const studies = leadStudies();
	const { steps } = studies[0].study.experiment;
	const byBase = listsByKey(
		studies.flatMap((study) => cellsOf(study, policy)),
		({ factors }) => factors.model,
	);
	return mean(
		[...byBase.values()].map((cells) => mean(cells.map((c) => meanScore(c, steps, [skill])!))),
	);
}

const basesOf = ({ study }: PublishedStudy): string[] =>
	(study.axes.model ?? [study.experiment.model]).map(({ id }) => id);

function howToRead(): string {
	const bases = leadStudies().flatMap(basesOf).length;
	return (
		`**How to read it.** Each of ${bases} bases is one draw: the mean of pairs with equal ` +
		'seeds. ± covers bases, seeds and prompts at 95 %; verdicts hold after Holm’s ' +
		`correction; equivalent is within ${fixed(100 * margin, 0)} points. “Without recall” leaves ` +
		'out capitals, tested on what was trained. ◇ loss: 0.1 nats a point, right is better. ' +
		'Papers train 0.5 to 8 billion parameters.'
	);
}

/** What was known before a study's cells: seeds that were added, and rows that were corrected. */
function versionsText(): string[] {
	const outdated = studyNames.flatMap((name) => {
		const { study, skills } = publishedStudy(name);
		const rows = outdatedSkills(study, skills).map((ref) => `${ref.name} ${ref.version}`);
		return rows.length > 0 ? [{ name, rows }] : [];
	});
	const repeated = studyNames.filter((name) => {
		const french = readShelfFile(name)?.versions['french'] ?? 0;
		return french > 1 && !registeredWithFrench2.has(name);
	});
	const rows = [...new Set(outdated.flatMap((study) => study.rows))].join(', ');
	const widened = studyNames.filter((name) => laterSeeds(name).length > 0);
	return [
		`First results were known of ${widened.length} studies with added seeds (their files name them) ` +
			`and ${repeated.length} repeated after [French was corrected](../dev/world.md#versions).`,
		...(outdated.length === 0
			? []
			: [`On ${rows}: ${outdated.map(({ name }) => name).join(', ')}.`]),
	];
}

/** Seeds that a study got once its first results were known. */
const laterSeeds = (name: string): readonly number[] =>
	(publishedStudy(name).study.analysis?.['laterSeeds'] ?? []) as readonly number[];

/** The others were trained with French 1 first. */
const registeredWithFrench2: ReadonlySet<string> = new Set([
	'online',
	'average',
	'mosCode',
	'targets',
	'raiseSteps',
	'balance',
]);

const otherWords: Readonly<Record<OtherMeasure, string>> = {
	loss: 'by loss',
	withoutRecall: 'without recall',
};

/** All comparisons, by what they are against, with the short labels of the study's file. */
function gapsText(
	{ study: { policies } }: PublishedStudy,
	gaps: readonly Pick<NamedGap, 'policy' | 'against' | 'gap'>[],
	unit: 'share' | 'nats',
): string {
	const sideOf = (policy: string, against: string): string =>
		policies.some(({ label, meanOf }) => label === against && meanOf === policy)
			? 'its mean mix'
			: against.startsWith(`${policy}, `)
				? against.replace(policy, 'itself')
				: against.replace(/^.*, random half$/, 'a random half');
	return [...listsByKey(gaps, ({ policy, against }) => sideOf(policy, against))]
		.map(([against, rows]) => {
			const each = rows.map(({ policy, gap }) => `${policy} ${amount(gap, unit)}`);
			return `against ${against}: ${each.join(', ')}`;
		})
		.join('; ');
}

/** How far a policy and its mean mix lift the target over equal shares. */
function liftsText(study: PublishedStudy): string {
	const { policies, target, experiment } = study.study;
	const skills = [experiment.skills.findIndex(({ id }) => id === target)];
	const [equal, ...others] = policies;
	const lift = (label: string) => {
		const gap = scoreGap([study], [label, equal.label], experiment.steps, { skills });
		return gap ? withSign(100 * gap.mean, 0) : none;
	};
	const means = others.filter(({ meanOf }) => meanOf !== undefined);
	const name = experiment.skills[skills[0]].name;
	return (
		` ${name} over equal shares: ${means.map(({ meanOf }) => lift(meanOf!)).join(', ')} points; ` +
		`by the mean mixes ${means.map(({ label }) => lift(label)).join(', ')}.`
	);
}

/** Comparisons of a study on the page of results; more have their table elsewhere. */
const mostShown = 5;

/** Some of their comparisons could not detect 5 points: they stand in the tables alone. */
const blunt: Readonly<Record<string, string>> = {
	targets: 'MoSpec’s four targets',
	raiseSteps: 'RAISE in few updates',
};

function otherLine(name: string): string[] {
	const study = publishedStudy(name);
	const answer = studyAnswer(study);
	if (isShownElsewhere.has(name) || Object.hasOwn(blunt, name) || !answer) return [];
	// An unfinished study has its table alone.
	if (answer.id === 'answer' && answer.values.so) return [];
	const title = `- **${askedTitle(study)}**`;
	if (answer.id !== 'answer') return [`${title} ${reportSentence(withLabelTexts(answer))}`];
	if (name === 'balance') return [`${title} ${verdictText(answer.values)} ${balanceText()}`];
	const gaps = name === 'noise' ? servedGaps(study) : askedGaps(study);
	const found = listsByKey(['loss', 'withoutRecall'] as const, (measure) =>
		otherVerdicts(study, measure).join('; '),
	);
	const others = [...found].flatMap(([verdicts, measures]) => {
		const by = measures.map((measure) => otherWords[measure]).join(' and ');
		return verdicts ? ` ${by[0].toUpperCase()}${by.slice(1)}: ${verdicts}.` : [];
	});
	const lifts = name === 'mospec' ? liftsText(study) : '';
	const verdict = verdictText(answer.values);
	const { unit } = answer.values;
	const all =
		gaps.length > mostShown
			? '[All](comparisons.md).'
			: `${unit === 'nats' ? 'Nats' : 'Points'} ${gapsText(study, gaps, unit)}.`;
	return [`${title} ${verdict}${lifts} ${all}${others.join('')}`];
}

const place = /(<!-- results: (.+?) -->\n)[\s\S]*?(<!-- end -->)/g;

/** A person writes the page; each `<!-- results: NAME -->` has figures of the press. */
export async function resultsPage(): Promise<string> {
	const rows = leadRows();
	const blocks: Readonly<Record<string, readonly string[]>> = {
		'a real model': realText(),
		'changing the mix': [...onlineSentence(), ...realSentence()],
		'small bases': [
			howToRead(),
			...(rows.length > 0 ? [forestTable(rows), notesText(rows), ...measureText(rows)] : []),
		],
		'other studies': [studyNames.flatMap(otherLine).join('\n')],
		versions: versionsText(),
	};
	const page = readFileSync(resultsFile, 'utf8').replace(
		place,
		(_, start: string, name: string, end: string) => {
			const parts = blocks[name];
			if (!parts) throw new Error(`${resultsFile}: no figures are called "${name}".`);
			return [start, ...parts, end].join('\n\n');
		},
	);
	return formatMarkdown(page, resultsFile);
}

/** Words of the page, without the syntax of tables and links. */
export const countWords = (markdown: string): number =>
	markdown
		.replaceAll(/\]\([^)]*\)/g, ']')
		.split(/\s+/)
		.filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
