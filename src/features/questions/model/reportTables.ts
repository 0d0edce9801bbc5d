/** The tables of the report, for the page and for files, and the report as Markdown and CSV. */
import { withSign } from '#core/text.ts';
import {
	numberColumn,
	tableCsv,
	tableMarkdown,
	tableOf,
	textColumn,
	type Cell,
	type Table,
} from '#core/table.ts';
import { raterName } from './agreement.ts';
import { categories, weightedCategories } from './categories.ts';
import type {
	EvaluationReport,
	Mean,
	PairedScores,
	QuestionSet,
	ReportRow,
	Scope,
	Scores,
	SeedMean,
} from './types.ts';

/** Three decimals, as in the paper's table. */
const score = (value: number | null): string | null =>
	value === null ? null : value < 0 ? withSign(value, 3) : value.toFixed(3);
const noted = (value: number | null, note: string): Cell =>
	value === null ? null : { text: value.toFixed(3), note };

const names = textColumn('answers', '');
const categoryColumns = categories.map((category) => numberColumn(category));

function scoresRow(name: string, { overall, categories: columns }: Scores): Cell[] {
	const text = score(overall.value);
	return [
		name,
		overall.n,
		...categories.map((category) => {
			const { value, n } = columns[category];
			return n === overall.n ? score(value) : noted(value, String(n));
		}),
		text === null ? null : { text, strong: true },
	];
}

/**
 * Overall and the eight categories. A mean over another n than its row's has that n as its note.
 * scope: only this part of the questions; without it, each row is followed by its two parts.
 */
export const scoreTable = ({ rows }: EvaluationReport, scope?: Scope | 'all'): Table => ({
	columns: [names, numberColumn('n'), ...categoryColumns, numberColumn('overall')],
	rows: rows.flatMap((row) => {
		const { name } = row.answerSet.by;
		if (scope !== undefined) return [scoresRow(name, row[scope])];
		const hasBoth = row.general.overall.n > 0 && row.domain.overall.n > 0;
		return [
			scoresRow(name, row.all),
			...(hasBoth ? [scoresRow('  general', row.general), scoresRow('  domain', row.domain)] : []),
		];
	}),
});

export const paperTable = ({ paper }: EvaluationReport): Table => ({
	columns: [
		textColumn('model', ''),
		...categoryColumns,
		numberColumn('overall'),
		numberColumn('ours'),
	],
	rows: [
		...paper.rows.map((row) => [
			row.model,
			...categories.map((category) => score(row.categories[category])),
			score(row.overall),
			score(row.ours),
		]),
		[
			'stand-in weights (ours)',
			...categories.map((category) => paper.weights[category].toFixed(2)),
			'',
			'',
		],
	],
});

/** Consistency, impact and reliability. No rows if nothing can be said about any of them. */
export function dimensionTable({ rows, reliability }: EvaluationReport): Table {
	const isEmpty =
		reliability.length === 0 &&
		rows.every(
			({ consistency, sameWords, impact }) => consistency.n + sameWords.n + impact.n === 0,
		);
	const cell = ({ value, n }: Mean) => noted(value, String(n));
	const groupOf = ({ answerSet }: ReportRow) =>
		reliability.find(({ answerSets }) => answerSets.includes(answerSet.id));
	return tableOf(isEmpty ? [] : rows, [
		[names, ({ answerSet }) => answerSet.by.name],
		[numberColumn('consistency'), (row) => cell(row.consistency)],
		[numberColumn('sameWords', 'same words'), (row) => cell(row.sameWords)],
		[numberColumn('impact'), (row) => cell(row.impact)],
		[
			numberColumn('reliability'),
			(row) => {
				const group = groupOf(row);
				return group ? noted(group.scores.value, `${group.seeds.length} seeds`) : null;
			},
		],
		[numberColumn('sameText', 'same text'), (row) => score(groupOf(row)?.texts.value ?? null)],
	]);
}

/** Means over the seeds of one experiment, with 95 % intervals over the seeds. */
export function seedTable({ reliability }: EvaluationReport): Table {
	const cell = ({ value, low, high }: SeedMean): Cell =>
		low === null || high === null
			? score(value)
			: noted(value, `${low.toFixed(3)} to ${high.toFixed(3)}`);
	return tableOf(reliability, [
		[names, ({ name }) => name],
		[numberColumn('seeds'), ({ seeds }) => seeds.length],
		[numberColumn('overall'), ({ overall }) => cell(overall)],
		[numberColumn('general'), ({ general }) => cell(general)],
		[numberColumn('domain'), ({ domain }) => cell(domain)],
		[numberColumn('lowest'), ({ lowest }) => score(lowest)],
		[numberColumn('highest'), ({ highest }) => score(highest)],
	]);
}

const nameIn = ({ rows }: EvaluationReport, id: string): string =>
	rows.find(({ answerSet }) => answerSet.id === id)!.answerSet.by.name;

/** `+0.017 to +0.633`. null: there is no interval. */
const interval = ({ low, high }: PairedScores, digits: number, separator: string): string | null =>
	low === null || high === null
		? null
		: `${withSign(low, digits)}${separator}${withSign(high, digits)}`;

/** One line for each difference, for files. */
export const differenceTable = (report: EvaluationReport): Table =>
	tableOf(report.differences, [
		[
			textColumn('difference'),
			(one) => `${nameIn(report, one.minuend)} − ${nameIn(report, one.subtrahend)}`,
		],
		[textColumn('of'), ({ of }) => of],
		[numberColumn('mean'), ({ mean }) => withSign(mean, 3)],
		[numberColumn('interval', '95 % interval'), (one) => interval(one, 3, ' to ')],
		[numberColumn('n'), ({ n }) => n],
		[numberColumn('better'), ({ wins }) => wins],
		[numberColumn('same'), ({ ties }) => ties],
		[numberColumn('worse'), ({ losses }) => losses],
	]);

/** One row for each two answer sets, with the columns of the scores, for the page. */
export function differencesByColumn(report: EvaluationReport, unclear: string): Table {
	const pairs = [
		...Map.groupBy(report.differences, (one) => `${one.minuend} ${one.subtrahend}`).values(),
	];
	const hasOneBase = new Set(pairs.map(([{ subtrahend }]) => subtrahend)).size === 1;
	const shown = (['overall', 'general', 'domain', ...categories] as const).filter((id) =>
		report.differences.some(({ of }) => of === id),
	);
	const cell = (one: PairedScores | undefined, n: number): Cell => {
		if (!one) return null;
		const { mean, low, high } = one;
		const isClear = low !== null && high !== null && (low > 0 || high < 0);
		const ends = interval(one, 2, ' … ') ?? '';
		return {
			text: withSign(mean, 3),
			note: one.n === n ? ends : `${ends} (n ${one.n})`,
			strong: isClear,
			...(!isClear && { title: unclear }),
		};
	};
	return {
		columns: [
			names,
			numberColumn('n'),
			...shown.map((id) => numberColumn(id)),
			numberColumn('wins', 'better / same / worse'),
		],
		rows: pairs.map((group) => {
			const [{ minuend, subtrahend }] = group;
			const overall = group.find(({ of }) => of === 'overall');
			const name = nameIn(report, minuend);
			return [
				hasOneBase ? name : `${name} − ${nameIn(report, subtrahend)}`,
				overall?.n ?? 0,
				...shown.map((id) =>
					cell(
						group.find(({ of }) => of === id),
						overall?.n ?? 0,
					),
				),
				overall ? `${overall.wins} / ${overall.ties} / ${overall.losses}` : null,
			];
		}),
	};
}

export const agreementTable = ({ agreement }: EvaluationReport): Table =>
	tableOf(agreement, [
		[textColumn('scorers'), ({ scorers }) => scorers.join(', ')],
		[numberColumn('marks'), ({ n }) => n],
		[numberColumn('alpha', 'α'), ({ alpha }) => score(alpha)],
		[numberColumn('kappa', 'κ'), ({ kappa }) => score(kappa)],
		[numberColumn('meanDifference', 'mean difference'), ({ difference }) => score(difference)],
	]);

/** The tables that have rows, with titles for files and a terminal. The first has no title. */
export const reportTables = (report: EvaluationReport): (readonly [string, Table])[] =>
	(
		[
			['', scoreTable(report)],
			['Dimensions', dimensionTable(report)],
			['Over seeds (95 % bootstrap intervals over the seeds)', seedTable(report)],
			['Differences', differenceTable(report)],
			['Agreement', agreementTable(report)],
			['The paper’s table', paperTable(report)],
		] as const
	).filter(([, table]) => table.rows.length > 0);

export function reportMarkdown(report: EvaluationReport): string {
	const { questions, paper, notes } = report;
	return [
		`# ${questions.name}`,
		`${questions.questions} questions (${questions.general} general, ${questions.domain} ` +
			`domain), SHA-256 ${questions.sha256}.`,
		...reportTables(report).flatMap(([title, table]) =>
			title === '' ? [tableMarkdown(table)] : [`## ${title}`, tableMarkdown(table)],
		),
		`${paper.source} ${paper.note}`,
		notes.map((note) => `- ${note}`).join('\n'),
		'',
	].join('\n\n');
}

/** One line for each question and each category with a weight: every number behind the means. */
export function reportCsv({ rows }: EvaluationReport, { questions }: QuestionSet): string {
	const byId = new Map(questions.map((question) => [question.id, question]));
	const lines = rows.flatMap(({ answerSet, questions: scores }) =>
		scores.flatMap((scored) => {
			const question = byId.get(scored.question)!;
			return weightedCategories(question).map((category) => ({
				answerSet,
				question,
				scored,
				category,
				...scored.categories[category],
			}));
		}),
	);
	return tableCsv(
		tableOf(lines, [
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
			[textColumn('why'), ({ marks }) => marks.map(({ why }) => why).join(' ')],
		]),
	);
}

/** The files of a report. json: everything. csv: every mark. markdown: the tables. */
export const reportFormats = {
	json: {
		type: 'application/json',
		extension: 'json',
		text: (report: EvaluationReport) => `${JSON.stringify(report, null, '\t')}\n`,
	},
	csv: { type: 'text/csv', extension: 'csv', text: reportCsv },
	markdown: { type: 'text/markdown', extension: 'md', text: reportMarkdown },
} as const;
export type ReportFormat = keyof typeof reportFormats;
