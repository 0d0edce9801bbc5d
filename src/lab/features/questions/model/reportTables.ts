/** The table of the report, for the page and for files, and the report as Markdown and CSV. */
import { tableCsv } from '#engine/core/csv.ts';
import { englishText } from '#engine/core/message.ts';
import { withSign } from '#languages/format.ts';
import {
	numberColumn,
	tableMarkdown,
	textColumn,
	toTable,
	type Cell,
	type Table,
} from '#engine/core/table.ts';
import { categories } from './categories.ts';
import { parts, type EvaluationReport, type MarkedMean } from './report.ts';
import { raterName } from './scores.ts';
import type { QuestionSet } from './types.ts';

/** Three decimals, as in the paper's table. */
const noted = (value: number, note: string): Cell => ({ text: value.toFixed(3), note });

/** `12/45`: 12 of 45 are marked. */
const share = ({ n, of: total }: MarkedMean): string => (n === total ? String(n) : `${n}/${total}`);

/** `open`: a category with a weight that nobody has marked. */
const english = { open: 'not marked', general: 'general', domain: 'domain' };

/**
 * The scores of each answer set, and below them its parts: overall first, so that it is in sight,
 * then the change from zero-shot, then the eight categories. A mean whose n differs from that of
 * its row shows its n. `unclear`: the tooltip of a change whose interval contains 0.
 */
export function scoreTable({ rows }: EvaluationReport, words = english, unclear?: string): Table {
	const lines = rows.flatMap(({ answerSet, change, ...row }) => {
		const hasBoth = row.general.overall.of > 0 && row.domain.overall.of > 0;
		return (hasBoth ? parts : (['all'] as const)).map((part) => ({
			name: part === 'all' ? answerSet.by.name : `  ${words[part]}`,
			change: change?.[part] ?? null,
			...row[part],
		}));
	});
	type Line = (typeof lines)[number];
	const mean = (value: MarkedMean, overall?: MarkedMean): Cell => {
		if (value.value === null) return value.of > 0 ? { text: words.open } : null;
		const isSame = overall !== undefined && share(value) === share(overall);
		return isSame ? value.value.toFixed(3) : noted(value.value, share(value));
	};
	const changed = ({ change, overall }: Line): Cell => {
		if (change === null) return '';
		const { low, high, n } = change;
		const isClear = low !== null && high !== null && (low > 0 || high < 0);
		const notes = [
			...(low === null || high === null ? [] : [`${withSign(low, 3)} to ${withSign(high, 3)}`]),
			...(n === overall.n ? [] : [`n ${n}`]),
		];
		return {
			text: withSign(change.mean, 3),
			...(notes.length > 0 && { note: notes.join(', ') }),
			strong: isClear,
			...(!isClear && unclear !== undefined && { title: unclear }),
		};
	};
	const strong = (overall: MarkedMean): Cell =>
		overall.value === null || overall.n < overall.of
			? mean(overall)
			: { text: overall.value.toFixed(3), strong: true };
	return toTable(lines, [
		[textColumn('answers', ''), ({ name }) => name],
		[numberColumn('n'), ({ overall }) => (overall.n === overall.of ? overall.n : share(overall))],
		[numberColumn('overall'), ({ overall }) => strong(overall)],
		...(rows.some(({ change }) => change)
			? ([
					[numberColumn('change'), changed],
					[
						numberColumn('wins', 'better / same / worse'),
						({ change }: Line) =>
							change === null ? '' : `${change.better} / ${change.same} / ${change.worse}`,
					],
				] as const)
			: []),
		...categories.map(
			(category) =>
				[
					numberColumn(category),
					({ overall, categories: means }: Line) => mean(means[category], overall),
				] as const,
		),
	]);
}

export const reportMarkdown = (report: EvaluationReport): string =>
	[
		`# ${report.questions.name}`,
		`${report.questions.questions} questions (${report.questions.general} general, ` +
			`${report.questions.domain} domain), SHA-256 ${report.questions.sha256}.`,
		tableMarkdown(scoreTable(report)),
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

/** The files of a report. csv: every mark. markdown: the table. */
export const reportFormats = {
	csv: { type: 'text/csv', extension: 'csv', text: reportCsv },
	markdown: { type: 'text/markdown', extension: 'md', text: reportMarkdown },
} as const;
export type ReportFormat = keyof typeof reportFormats;
