/** Writes docs/guide/results.md, its picture and the page's shelf from the published results. */
import { format, resolveConfig } from 'prettier';
import { mean } from '#engine/core/statistics.ts';
import { fixed, withSign } from '#languages/format.ts';
import { reportSentence } from '#lab/features/studies/reportSentence.ts';
import { studyAnswer, shelfEntries } from './answers.ts';
import { budgets, scoreGap, withoutRecall, type Tested } from './comparisons.ts';
import { drawForest, forestHeight, forestRows, pictureWidth, type ForestRow } from './forest.ts';
import { lawFit, lawSteps, residuals, type Residual } from './law.ts';
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

export function resultsPicture(): string {
	const rows = forestRows(publishedStudy('policies'));
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

const points = (share: number): string => withSign(100 * share, 1);
/** The intervals are symmetric. */
const range = ({ mean: centre, high }: Pick<Tested, 'mean' | 'high'>): string =>
	`${points(centre)} ± ${fixed(100 * (high - centre), 1)}`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const write = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [write(head), write(head.map(() => '---')), ...rows.map(write)].join('\n');
}

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
			'without recall',
			'loss, nats',
			'verdict',
		],
		rows.map(({ title, policy, against, gaps, loss }) => {
			const rest = scoreGap(study, [policy, against], budgets.at(-1)!, withoutRecall(study));
			return [
				title,
				...gaps.map(range),
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

/** How well mean shares alone say what a policy reaches. */
function residualText(all: readonly Residual[]): string[] {
	const last = all.filter(({ step }) => step === lawSteps.at(-1));
	if (last.length === 0) return [];
	const centre = mean(last.map(({ measured }) => measured));
	const errors = mean(last.map(({ expected, measured }) => (measured - expected) ** 2));
	const scatter = mean(last.map(({ measured }) => (measured - centre) ** 2));
	const apart = last.filter(({ rest }) => rest.verdict !== 'not told apart');
	const names = apart.map(({ policy, rest }) => `${policy} ${range(rest)}`).join(', ');
	const early = (policy: string) =>
		all.find((each) => each.policy === policy && each.step === lawSteps[0])!;
	const turned = last.filter((each) => early(each.policy).measured * each.measured < 0);
	const foreseen = turned.filter((each) => early(each.policy).expected * each.expected < 0);
	return [
		'## Does the mean share explain it?',
		`A law was fitted to ${publishedStudy('law').study.policies.length} fixed mixes of one seed. ` +
			`It predicted ${last.length} policies on other seeds from their mean shares, registered ` +
			`before. After ${lawSteps.at(-1)} updates it is ` +
			`off by ${fixed(100 * Math.sqrt(errors), 1)} points; the policies scatter by ` +
			`${fixed(100 * Math.sqrt(scatter), 1)}. What is left is the value of changing the mix: ` +
			(apart.length === 0
				? 'for no policy is it told apart from 0.'
				: `for ${apart.length} it is told apart from 0 (${names}).`) +
			` The sign changes between ${lawSteps[0]} and ${lawSteps.at(-1)} updates for ` +
			`${turned.length} policies; the law foresaw ${foreseen.length}.`,
		table(
			['policy', 'predicted', 'measured', 'left'],
			last.map(({ policy, expected, measured, rest }) => [
				policy,
				points(expected),
				points(measured),
				range(rest),
			]),
		),
	];
}

/** `n`: pairs. */
const howToRead = (n: number, bases: readonly string[]): string =>
	`**How to read it.** ${n} pairs of runs with equal seeds, on ${bases.join(', ')}; other bases ` +
	'differ (below). ± covers other seeds and prompts at 95 %; “better” and “worse” hold after ' +
	'Holm’s correction over the table. “Without recall” leaves out capitals, which are tested on ' +
	'what was trained. ◇ is the held-out loss: right is better, 0.1 nats are one point. The papers ' +
	'train 0.5 to 8 billion parameters and score other things.';

const basesOf = ({ study }: PublishedStudy): string[] =>
	(study.axes.model ?? [study.experiment.model]).map(({ id }) => id);

const commands =
	'`npm run results` writes this page from [public/studies](../../public/studies); with ' +
	'`-- --retrain ROW` it trains a row again and compares every bit. More: ' +
	'[studies](studies.md), [skills and bases](../dev/world.md).';

/** Studies whose answers are the tables of the page. */
const shownAbove: ReadonlySet<string> = new Set(['policies', 'law']);

export async function resultsPage(): Promise<string> {
	const policies = publishedStudy('policies');
	const rows = forestRows(policies);
	const answers = studyNames.flatMap((name) => {
		if (shownAbove.has(name)) return [];
		const study = publishedStudy(name);
		const answer = studyAnswer(study);
		return answer ? [`- **${study.study.title}** ${reportSentence(answer)}`] : [];
	});
	const studies = ['policies', 'rivals'].filter((name) => studyNames.includes(name));
	const parts = [
		'# Results',
		heading,
		`![The table below as a picture](../../${pictureFile})`,
		howToRead(rows[0]?.gaps[0].pairs ?? 0, basesOf(policies)),
		...(rows.length > 0 ? [forestTable(rows), ...measureText(rows)] : []),
		...residualText(residuals(studies.map(publishedStudy))),
		'## The other studies',
		answers.join('\n'),
		commands,
	];
	const config = await resolveConfig(resultsFile);
	return format(parts.join('\n\n'), { ...config, parser: 'markdown' });
}

/** Words of the page, without the syntax of tables and links. */
export const countWords = (markdown: string): number =>
	markdown
		.replaceAll(/\]\([^)]*\)/g, ']')
		.split(/\s+/)
		.filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
