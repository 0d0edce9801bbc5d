/** The report as tables: of cells, as Markdown, and as CSV with every figure of every question. */
import { csvText } from '#core/csvText.ts';
import { signed } from '#core/signed.ts';
import { categories } from './categories.ts';
import { notApplicable } from './notes.ts';
import type { EvaluationReport, Figure, ReportRow, Scorer, Scores, SeedMean } from './types.ts';

const digits = (value: number | null): string =>
	value === null ? notApplicable : value.toFixed(3);
/** With its n where that is not the table's own. */
const cell = ({ value, n }: Figure, of: number): string =>
	n === of || value === null ? digits(value) : `${digits(value)} (${n})`;

const tableHead = ['', 'n', ...categories, 'overall'] as const;

const scoresRow = (name: string, { overall, categories: columns }: Scores): string[] => [
	name,
	String(overall.n),
	...categories.map((category) => cell(columns[category], overall.n)),
	digits(overall.value),
];

/** Header first: a row for each answer set, its general and its domain part. A figure over another n than the row's has it behind. */
export const scoreTable = ({ rows }: EvaluationReport): string[][] => [
	[...tableHead],
	...rows.flatMap((row) => [
		scoresRow(row.answerSet.by.name, row.all),
		...(row.general.overall.n > 0 && row.domain.overall.n > 0
			? [scoresRow('  general', row.general), scoresRow('  domain', row.domain)]
			: []),
	]),
];

export const paperRows = ({ paper }: EvaluationReport): string[][] => [
	['', ...categories, 'overall', 'ours'],
	...paper.rows.map((row) => [
		row.model,
		...categories.map((category) => digits(row.categories[category])),
		digits(row.overall),
		digits(row.ours),
	]),
];

/** Empty where no row has one. */
export function dimensionTable({ rows, reliability }: EvaluationReport): string[][] {
	const figure = ({ value, n }: Figure) => (n === 0 ? notApplicable : `${digits(value)} (${n})`);
	const columns = [
		['consistency', ({ consistency }: ReportRow) => consistency],
		['same words', ({ sameWords }: ReportRow) => sameWords],
		['impact', ({ impact }: ReportRow) => impact],
	] as const;
	const used = columns.filter(([, read]) => rows.some((row) => read(row).n > 0));
	const ofRow = (id: string) => reliability.find(({ answerSets }) => answerSets.includes(id));
	const seeds = reliability.length > 0;
	if (used.length === 0 && !seeds) return [];
	return [
		['', ...used.map(([name]) => name), ...(seeds ? ['reliability', 'same text'] : [])],
		...rows.map((row) => {
			const group = ofRow(row.answerSet.id);
			return [
				row.answerSet.by.name,
				...used.map(([, read]) => figure(read(row))),
				...(seeds
					? group
						? [
								`${digits(group.scores.value)} (${group.seeds.length} seeds)`,
								digits(group.texts.value),
							]
						: [notApplicable, notApplicable]
					: []),
			];
		}),
	];
}

/** Means over the seeds of an experiment. Empty where there is none with two. */
export function seedTable({ reliability }: EvaluationReport): string[][] {
	if (reliability.length === 0) return [];
	const shown = ({ value, low, high }: SeedMean) =>
		low === null || high === null
			? digits(value)
			: `${digits(value)} (${digits(low)} to ${digits(high)})`;
	return [
		['', 'seeds', 'overall', 'general', 'domain', 'lowest', 'highest'],
		...reliability.map(({ name, seeds, overall, general, domain, lowest, highest }) => [
			name,
			String(seeds.length),
			...[overall, general, domain].map(shown),
			...[lowest, highest].map(digits),
		]),
	];
}

export function differenceTable({ rows, differences }: EvaluationReport): string[][] {
	if (differences.length === 0) return [];
	const name = (id: string) => rows.find(({ answerSet }) => answerSet.id === id)!.answerSet.by.name;
	return [
		['difference', 'of', 'mean', '95 % interval', 'n', 'better', 'same', 'worse'],
		...differences.map(({ minuend, subtrahend, of, mean, low, high, n, wins, ties, losses }) => [
			`${name(minuend)} − ${name(subtrahend)}`,
			of,
			signed(mean, 3),
			low === null || high === null ? notApplicable : `${signed(low, 3)} to ${signed(high, 3)}`,
			...[n, wins, ties, losses].map(String),
		]),
	];
}

export function agreementTable({ agreement }: EvaluationReport): string[][] {
	if (agreement.length === 0) return [];
	return [
		['scorers', 'marks', 'α', 'κ', 'mean difference'],
		...agreement.map(({ scorers, n, alpha, kappa, difference }) => [
			scorers.join(', '),
			String(n),
			...[alpha, kappa, difference].map(digits),
		]),
	];
}

export function reportMarkdown(report: EvaluationReport): string {
	const parts: [string, string[][]][] = [
		['', scoreTable(report)],
		['Dimensions', dimensionTable(report)],
		['Over seeds', seedTable(report)],
		['Differences', differenceTable(report)],
		['Agreement', agreementTable(report)],
		[`The paper’s table`, paperRows(report)],
	];
	const shown = parts.filter(([, table]) => table.length > 1);
	return [
		`# ${report.questions.name}`,
		`${report.questions.questions} questions (${report.questions.general} general, ${report.questions.domain} domain), SHA-256 ${report.questions.sha256}.`,
		...shown.flatMap(([title, table]) => [...(title ? [`## ${title}`] : []), markdown(table)]),
		`${report.paper.source} ${report.paper.note}`,
		report.notes.map((note) => `- ${note}`).join('\n'),
		'',
	].join('\n\n');
}

function markdown([head, ...rows]: readonly string[][]): string {
	const line = (cells: readonly string[]) =>
		`| ${cells.map((text) => text.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, ' ')).join(' | ')} |`;
	return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join(
		'\n',
	);
}

const csvHead = [
	...['answer_set', 'name', 'kind', 'seed', 'question', 'scope', 'category', 'value', 'weight'],
	...['question_score', 'impact', 'by', 'why'],
];

/** A line for each question and category that it weighs: all that the figures are made of. */
export function reportCsv(
	report: EvaluationReport,
	questions: readonly {
		readonly id: string;
		readonly scope: string;
		readonly impact?: number;
		readonly weights: Readonly<Record<string, number>>;
	}[],
): string {
	const byId = new Map(questions.map((question) => [question.id, question]));
	const rows = report.rows.flatMap(({ answerSet, questions: scored }) =>
		scored.flatMap(({ question, score, categories: marks }) => {
			const asked = byId.get(question);
			return categories
				.filter((category) => (asked?.weights[category] ?? 0) > 0)
				.map((category) => {
					const { value, weight, marks: all } = marks[category];
					return [
						...[answerSet.id, answerSet.by.name, answerSet.by.kind, answerSet.by.seed],
						...[question, asked?.scope, category, value, weight, score, asked?.impact],
						all.map(({ by }) => nameOf(by)).join('; '),
						all.map(({ why }) => why).join(' '),
					];
				});
		}),
	);
	return csvText(csvHead, rows);
}

const nameOf = (by: Scorer): string => {
	switch (by.kind) {
		case 'rule':
			return `rule ${by.rule}`;
		case 'person':
			return `person ${by.name}`;
		case 'judge':
			return `judge ${by.model}`;
		default:
			return by satisfies never;
	}
};
