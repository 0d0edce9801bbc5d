/** Writes docs/guide/results.md, its picture and the page's shelf from the published results. */
import { withSign } from '#languages/format.ts';
import { reportSentence } from '#lab/features/studies/reportSentence.ts';
import { studyAnswer, shelfEntries } from './answers.ts';
import { budgets, scoreGap, withoutRecall, type Tested } from './comparisons.ts';
import { drawForest, forestHeight, forestRows, pictureWidth, type ForestRow } from './forest.ts';
import { lawFit, residuals } from './law.ts';
import { lawStudies, lawSummary } from './lawPage.ts';
import { asMarkdown, range, table } from './markdown.ts';
import { publishedStudy, studyNames, type PublishedStudy } from './published.ts';
import { drawSmall, smallHeight, smallPictures } from './smallPictures.ts';
import { picture } from './svg.ts';

export const resultsFile = 'docs/guide/results.md';
export const pictureFile = 'public/studies/results.svg';
export const shelfListFile = 'public/studies/index.json';
export const lawFile = 'public/studies/lawFit.json';

/** The sentence above the figure, in two lines. */
const lines = [
	'Eight small tasks, 0.25 M parameters.',
	'0 is equal shares, one point is one answer in a hundred, grey is ± 0.5.',
];
const heading = lines.join(' ');

const leadRows = (): ForestRow[] => forestRows(publishedStudy('policies'), publishedStudy('bases'));

export function resultsPicture(): string {
	const rows = leadRows();
	const top = forestHeight(rows);
	const small = smallPictures();
	const height = top + (small.length > 0 ? smallHeight + 12 : 0);
	return picture({ width: pictureWidth, height, about: heading }, [
		...drawForest(rows, lines),
		...small.flatMap((each, i) => drawSmall(each, 8 + 250 * i, top + 6)),
	]);
}

export const lawText = (): string => `${JSON.stringify(lawFit())}\n`;

export const shelfList = (): string => `${JSON.stringify(shelfEntries())}\n`;

function verdictText(gaps: readonly Tested[]): string {
	const [early, late] = gaps.map(({ verdict }) =>
		verdict === 'not told apart' ? 'undecided' : verdict,
	);
	return early === late ? late : `${early}, then ${late}`;
}

function forestTable(rows: readonly ForestRow[]): string {
	const study = publishedStudy('policies');
	return table(
		[
			'against equal shares',
			...budgets.map((budget) => `${budget} updates`),
			'bases random',
			'without recall',
			'loss, nats',
			'verdict',
		],
		rows.map(({ title, policy, against, gaps, overBases, loss }) => {
			const rest = scoreGap(study, [policy, against], budgets.at(-1)!, withoutRecall(study));
			return [
				title,
				...gaps.map(range),
				overBases ? range(overBases) : '–',
				rest ? range(rest) : '–',
				withSign(loss, 3),
				verdictText(gaps),
			];
		}),
	);
}

/** Rows whose difference without recall has another sign, and an interval without 0. */
function measureText(rows: readonly ForestRow[]): string[] {
	const study = publishedStudy('policies');
	const other = rows.flatMap(({ title, policy, against, gaps }) => {
		const rest = scoreGap(study, [policy, against], budgets.at(-1)!, withoutRecall(study));
		const isApart = rest !== null && rest.low * rest.high > 0;
		const whole = gaps.at(-1)!;
		return isApart && rest.mean * whole.mean < 0
			? [`${title}: ${range(whole)} with capitals, ${range(rest)} without`]
			: [];
	});
	return other.length === 0
		? []
		: [`**The sign depends on recall** (uncorrected). ${other.join('; ')}.`];
}

/** Names the rows that differ from equal shares if bases are random draws. */
function basesText(rows: readonly ForestRow[]): string[] {
	const known = rows.flatMap(({ title, overBases }) => (overBases ? [{ title, overBases }] : []));
	if (known.length === 0) return [];
	const apart = known.filter(({ overBases }) => overBases.verdict !== 'not told apart');
	const names = apart.map(({ title, overBases }) => `${title} (${overBases.verdict})`);
	return [
		`**Bases random**: the means of ${known[0].overBases.pairs} bases are the draws, after ` +
			`${budgets.at(-1)!} updates. Holm’s correction over the column leaves ` +
			`${names.length === 0 ? 'nothing' : names.join(', ')}; the rest needs more.`,
	];
}

/** `n`: pairs. */
const howToRead = (n: number, bases: readonly string[]): string =>
	`**How to read it.** ${n} pairs of runs with equal seeds, on ${bases.join(', ')}. ` +
	'± covers other seeds and prompts at 95 %; “better” and “worse” hold after ' +
	'Holm’s correction over the table. “Without recall” leaves out capitals, which are tested on ' +
	'what was trained. ◇ is held-out loss: right is better, 0.1 nats are one point. The papers ' +
	'train 0.5 to 8 billion parameters.';

const basesOf = ({ study }: PublishedStudy): string[] =>
	(study.axes.model ?? [study.experiment.model]).map(({ id }) => id);

const commands =
	'`npm run results -- --retrain ROW` retrains a row and compares every bit. More: ' +
	'[studies](studies.md), [skills and bases](../dev/world.md).';

/** The tables of the page are the answers of the first two; the third prepares them. */
const shownAbove: ReadonlySet<string> = new Set(['policies', 'law', 'pilot']);

export async function resultsPage(): Promise<string> {
	const policies = publishedStudy('policies');
	const rows = leadRows();
	const answers = studyNames.flatMap((name) => {
		if (shownAbove.has(name)) return [];
		const study = publishedStudy(name);
		const answer = studyAnswer(study);
		return answer ? [`- **${study.study.title}** ${reportSentence(answer)}`] : [];
	});
	const parts = [
		'# Results',
		heading,
		`![The table below as a picture](../../${pictureFile})`,
		howToRead(rows[0]?.gaps[0].pairs ?? 0, basesOf(policies)),
		...(rows.length > 0 ? [forestTable(rows), ...basesText(rows), ...measureText(rows)] : []),
		...lawSummary(residuals(lawStudies.map(publishedStudy))),
		'## The other studies',
		answers.join('\n'),
		commands,
	];
	return asMarkdown(parts, resultsFile);
}

/** Words of the page, without the syntax of tables and links. */
export const countWords = (markdown: string): number =>
	markdown
		.replaceAll(/\]\([^)]*\)/g, ']')
		.split(/\s+/)
		.filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
