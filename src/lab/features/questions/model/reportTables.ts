/** The tables of the report, for the page and for files, and the report as Markdown and CSV. */
import { tableCsv } from '#engine/core/csv.ts';
import { englishText } from '#engine/core/message.ts';
import { withSign } from '#languages/format.ts';
import {
	numberColumn,
	tableMarkdown,
	toTable,
	textColumn,
	type Cell,
	type Table,
} from '#engine/core/table.ts';
import { raterName } from './agreement.ts';
import { categories, type Category } from './categories.ts';
import type { Mean } from './dimensions.ts';
import {
	comparedColumns,
	type EvaluationReport,
	type MarkedMean,
	type PairedScores,
} from './report.ts';
import type { QuestionSet, Scope } from './types.ts';

/** Three decimals, as in the paper's table. */
const score = (value: number | null): string | null =>
	value === null ? null : value < 0 ? withSign(value, 3) : value.toFixed(3);
const noted = (value: number | null, note: string): Cell =>
	value === null ? null : { text: value.toFixed(3), note };
const counted = ({ value, n }: Mean): Cell => noted(value, String(n));

const names = textColumn('answers', '');
const byCategory = <Row>(cell: (row: Row, category: Category) => Cell) =>
	categories.map(
		(category) => [numberColumn(category), (row: Row) => cell(row, category)] as const,
	);

/** `12/45`: 12 of 45 are marked. */
const share = ({ n, of: total }: MarkedMean): string => (n === total ? String(n) : `${n}/${total}`);

/**
 * The scores of each answer set: overall first, so that it is in sight, then the eight categories.
 * A mean whose n differs from that of its row shows its n.
 * scope: only this part of the questions; without it, two rows for the parts follow each row.
 * `open`: the word for a category with a weight that nobody has marked.
 */
export function scoreTable(
	{ rows }: EvaluationReport,
	scope?: Scope | 'all',
	open = 'not marked',
): Table {
	const parts = rows.flatMap((row) => {
		const { name } = row.answerSet.by;
		if (scope !== undefined) return [{ name, ...row[scope] }];
		const hasBoth = row.general.overall.of > 0 && row.domain.overall.of > 0;
		const both = (['general', 'domain'] as const).map((id) => ({ name: `  ${id}`, ...row[id] }));
		return [{ name, ...row.all }, ...(hasBoth ? both : [])];
	});
	const cell = (mean: MarkedMean, overall?: MarkedMean): Cell => {
		if (mean.value === null) return mean.of > 0 ? { text: open } : null;
		const isSame = overall !== undefined && share(mean) === share(overall);
		return isSame ? score(mean.value) : noted(mean.value, share(mean));
	};
	return toTable(parts, [
		[names, ({ name }) => name],
		[numberColumn('n'), ({ overall }) => (overall.n === overall.of ? overall.n : share(overall))],
		[
			numberColumn('overall'),
			({ overall }) => {
				const { value, n, of: total } = overall;
				if (value === null || n < total) return cell(overall);
				return { text: value.toFixed(3), strong: true };
			},
		],
		...byCategory(({ overall, categories: means }: (typeof parts)[number], category) =>
			cell(means[category], overall),
		),
	]);
}

export function paperTable(
	{ paper }: EvaluationReport,
	standIn = 'stand-in weights (ours)',
): Table {
	const weights = { model: standIn, categories: paper.weights, overall: null, ours: null };
	return toTable(
		[...paper.rows, weights],
		[
			[textColumn('model', ''), ({ model }) => model],
			[numberColumn('overall'), ({ overall }) => score(overall) ?? ''],
			[numberColumn('ours'), ({ ours }) => score(ours) ?? ''],
			...byCategory((row: (typeof paper.rows)[number] | typeof weights, category) =>
				row.categories[category].toFixed(row === weights ? 2 : 3),
			),
		],
	);
}

/** Consistency, impact and reliability. No rows if none of them is known. */
export function dimensionTable({ rows, reliability }: EvaluationReport): Table {
	const measured = rows.map((row) => ({
		...row,
		group: reliability.find(({ answerSets }) => answerSets.includes(row.answerSet.id)),
	}));
	const isEmpty = measured.every(
		({ consistency, sameWords, impact, group }) =>
			!group && consistency.n + sameWords.n + impact.n === 0,
	);
	return toTable(isEmpty ? [] : measured, [
		[names, ({ answerSet }) => answerSet.by.name],
		[numberColumn('consistency'), ({ consistency }) => counted(consistency)],
		[numberColumn('sameWords', 'same words'), ({ sameWords }) => counted(sameWords)],
		[numberColumn('impact'), ({ impact }) => counted(impact)],
		[
			numberColumn('reliability'),
			({ group }) => (group ? noted(group.scores.value, `${group.seeds.length} seeds`) : null),
		],
		[numberColumn('sameText', 'same text'), ({ group }) => score(group?.texts.value ?? null)],
	]);
}

type Interval = Pick<PairedScores, 'low' | 'high'>;
const ends = ({ low, high }: Interval, separator: string, text: (end: number) => string) =>
	low === null || high === null ? null : `${text(low)}${separator}${text(high)}`;
const signed = (digits: number) => (value: number) => withSign(value, digits);

/** Means over the seeds of one experiment, with 95 % intervals over the seeds. */
export function seedTable({ reliability }: EvaluationReport): Table {
	const cell = ({ value, ...interval }: Mean & Interval): Cell => {
		const note = ends(interval, ' to ', (end) => end.toFixed(3));
		return note === null ? score(value) : noted(value, note);
	};
	return toTable(reliability, [
		[names, ({ name }) => name],
		[numberColumn('seeds'), ({ seeds }) => seeds.length],
		[numberColumn('overall'), ({ overall }) => cell(overall)],
		[numberColumn('general'), ({ general }) => cell(general)],
		[numberColumn('domain'), ({ domain }) => cell(domain)],
		[numberColumn('lowest'), ({ lowest }) => score(lowest)],
		[numberColumn('highest'), ({ highest }) => score(highest)],
	]);
}

/** `tuned − base`, by the names of the answer sets. */
const nameIn = ({ rows }: EvaluationReport, ...ids: readonly string[]): string =>
	ids.map((id) => rows.find(({ answerSet }) => answerSet.id === id)!.answerSet.by.name).join(' − ');

/** One line for each difference, for files. */
export const differenceTable = (report: EvaluationReport): Table =>
	toTable(report.differences, [
		[
			textColumn('difference'),
			(difference) => nameIn(report, difference.minuend, difference.subtrahend),
		],
		[textColumn('of'), ({ of: column }) => column],
		[numberColumn('mean'), ({ mean }) => withSign(mean, 3)],
		[
			numberColumn('interval', '95 % interval'),
			(difference) => ends(difference, ' to ', signed(3)),
		],
		[numberColumn('n'), ({ n }) => n],
		[numberColumn('better'), ({ wins }) => wins],
		[numberColumn('same'), ({ ties }) => ties],
		[numberColumn('worse'), ({ losses }) => losses],
	]);

/** One row for each two answer sets, with the columns of the scores, for the page. */
export function differencesByColumn(report: EvaluationReport, unclear: string): Table {
	// Map.groupBy would exclude browsers from before 2024.
	const pairs = new Map<string, Partial<Record<PairedScores['of'], PairedScores>>>();
	for (const difference of report.differences) {
		const key = JSON.stringify([difference.minuend, difference.subtrahend]);
		pairs.set(key, { ...pairs.get(key), [difference.of]: difference });
	}
	const hasOneBase = new Set(report.differences.map(({ subtrahend }) => subtrahend)).size === 1;
	const cell = (pair: PairedScores | undefined, n: number): Cell => {
		if (!pair) return null;
		const { mean, low, high } = pair;
		const isClear = low !== null && high !== null && (low > 0 || high < 0);
		const interval = ends(pair, ' … ', signed(2)) ?? '';
		return {
			text: withSign(mean, 3),
			note: pair.n === n ? interval : `${interval} (n ${pair.n})`,
			strong: isClear,
			...(!isClear && { title: unclear }),
		};
	};
	const lines = [...pairs.values()].map((differences) => ({
		...differences,
		any: Object.values(differences)[0],
	}));
	return toTable(lines, [
		[
			names,
			({ any: { minuend, subtrahend } }) =>
				nameIn(report, minuend, ...(hasOneBase ? [] : [subtrahend])),
		],
		[numberColumn('n'), ({ overall }) => overall?.n ?? 0],
		// The verdict stands before the columns that may lie outside the screen.
		[
			numberColumn('wins', 'better / same / worse'),
			({ overall: all }) => (all ? `${all.wins} / ${all.ties} / ${all.losses}` : null),
		],
		...comparedColumns
			.filter((id) => lines.some((line) => line[id]))
			.map(
				(id) =>
					[
						numberColumn(id),
						(line: (typeof lines)[number]) => cell(line[id], line.overall?.n ?? 0),
					] as const,
			),
	]);
}

export const agreementTable = ({ agreement }: EvaluationReport): Table =>
	toTable(agreement, [
		[textColumn('scorers'), ({ scorers }) => scorers.join(', ')],
		[numberColumn('marks'), ({ n }) => n],
		[numberColumn('alpha', 'α'), ({ alpha }) => score(alpha)],
		[numberColumn('kappa', 'κ'), ({ kappa }) => score(kappa)],
		[numberColumn('meanDifference', 'mean difference'), ({ difference }) => score(difference)],
	]);

const filed = [
	['', scoreTable],
	['Dimensions', dimensionTable],
	['Over seeds (95 % bootstrap intervals over the seeds)', seedTable],
	['Differences', differenceTable],
	['Agreement', agreementTable],
	['The paper’s table', paperTable],
] as const;
/** The tables that have rows, with titles for files and a terminal. The first has no title. */
export const reportTables = (report: EvaluationReport): (readonly [string, Table])[] =>
	filed
		.map(([title, make]) => [title, make(report)] as const)
		.filter(([, table]) => table.rows.length > 0);

export const reportMarkdown = (report: EvaluationReport): string =>
	[
		`# ${report.questions.name}`,
		`${report.questions.questions} questions (${report.questions.general} general, ` +
			`${report.questions.domain} domain), SHA-256 ${report.questions.sha256}.`,
		...reportTables(report).flatMap(([title, table]) =>
			title === '' ? [tableMarkdown(table)] : [`## ${title}`, tableMarkdown(table)],
		),
		`${report.paper.source} ${report.paper.note}`,
		report.notes.map((note) => `- ${englishText(note)}`).join('\n'),
		'',
	].join('\n\n');

/** One line for each question and each category with a weight or a mark. */
export function reportCsv({ rows }: EvaluationReport, { questions }: QuestionSet): string {
	const byId = new Map(questions.map((question) => [question.id, question]));
	const lines = rows.flatMap(({ answerSet, questions: scores }) =>
		scores.flatMap((scored) => {
			const question = byId.get(scored.question)!;
			const listed = categories.filter(
				(category) => question.weights[category] > 0 || scored.categories[category].value !== null,
			);
			return listed.map((category) => {
				const unmarked = scored.open.includes(category) ? 'not marked' : 'not applicable';
				const marks = scored.categories[category];
				return { answerSet, question, scored, category, unmarked, ...marks };
			});
		}),
	);
	return tableCsv(
		toTable(lines, [
			[textColumn('answer_set'), ({ answerSet }) => answerSet.id],
			[textColumn('name'), ({ answerSet }) => answerSet.by.name],
			[textColumn('kind'), ({ answerSet }) => answerSet.by.kind],
			[textColumn('seed'), ({ answerSet }) => answerSet.by.seed ?? null],
			[textColumn('question'), ({ question }) => question.id],
			[textColumn('scope'), ({ question }) => question.scope],
			[textColumn('category'), ({ category }) => category],
			[textColumn('value'), ({ value }) => value],
			[textColumn('weight'), ({ weight }) => weight],
			[textColumn('question_score'), ({ scored }) => scored.score],
			[textColumn('impact'), ({ question }) => question.impact ?? null],
			[textColumn('by'), ({ marks }) => marks.map(({ by }) => raterName(by)).join('; ')],
			[textColumn('why'), ({ marks }) => marks.map(({ why }) => englishText(why)).join(' ')],
			[textColumn('state'), ({ value, unmarked }) => (value === null ? unmarked : 'marked')],
		]),
	);
}

/** The files of a report. json: everything. csv: every mark. markdown: the tables. */
export const reportFormats = {
	json: {
		type: 'application/json',
		extension: 'json',
		text: (report: EvaluationReport) =>
			`${JSON.stringify({ ...report, notes: report.notes.map(englishText) }, null, '\t')}\n`,
	},
	csv: { type: 'text/csv', extension: 'csv', text: reportCsv },
	markdown: { type: 'text/markdown', extension: 'md', text: reportMarkdown },
} as const;
export type ReportFormat = keyof typeof reportFormats;
