/**
 * The agreement of the rules with graded answers. An answer that they leave open
 * does not count in the agreement, and its share is part of the result.
 */
import * as v from 'valibot';
import { between, checkedBy } from '#engine/core/fields.ts';
import { asMessage } from '#engine/core/message.ts';
import { fieldError } from '#engine/core/errors.ts';
import { meanOfKnown, spearman } from '#engine/core/statistics.ts';
import { numberColumn, toTable, textColumn, type Table } from '#engine/core/table.ts';
import { weightedKappa } from '#lab/features/questions/model/agreement.ts';
import { scoreAnswer } from '#lab/features/questions/model/scoreAnswer.ts';
import type { QuestionSet } from '#lab/features/questions/model/types.ts';
import { counted } from '../output.ts';

const schema = v.object({
	/** From 4, right, to 0, dangerous or wrong with the right words. */
	grades: v.array(between(0, 4)),
	/** By question, in the order of `grades`. */
	answers: v.record(v.string(), v.array(v.string())),
});
const highestGrade = 4;

export interface GradedAnswer {
	readonly question: string;
	readonly text: string;
	readonly grade: number;
	/** The score by rules; null: not marked. */
	readonly score: number | null;
}

/** Throws InputError if the value has another form, or names no question of the set. */
export function gradedAnswers(set: QuestionSet, value: unknown, where: string): GradedAnswer[] {
	const { grades, answers } = checkedBy(schema, value, where);
	return Object.entries(answers).flatMap(([id, texts]) => {
		const question = set.questions.find((question) => question.id === id);
		if (!question || texts.length !== grades.length)
			throw fieldError(
				`${where}: answers.${id}`,
				asMessage(
					`must be a question of this set with ${counted(grades.length, 'answer')}. ` +
						'Correct it.',
				),
			);
		return texts.map((text, i) => {
			const { score } = scoreAnswer(question, text, [], set.language);
			return { question: id, text, grade: grades[i], score };
		});
	});
}

/** `n` answers, of which `marked` have a score; the agreement of these. */
export function calibration(answers: readonly GradedAnswer[]) {
	const marked = answers.flatMap(({ grade, score }) => (score === null ? [] : [{ grade, score }]));
	const pairs = marked.map(({ grade, score }) => [score, grade / highestGrade] as const);
	const grades = [...new Set(answers.map(({ grade }) => grade))].sort((a, b) => b - a);
	return {
		n: answers.length,
		marked: marked.length,
		kappa: weightedKappa(pairs),
		spearman: spearman(pairs),
		byGrade: grades.map((grade) => {
			const scores = marked.filter((answer) => answer.grade === grade).map(({ score }) => score);
			const n = answers.filter((answer) => answer.grade === grade).length;
			return { grade, n, marked: scores.length, mean: meanOfKnown(scores) };
		}),
	};
}

/** One row for each grade, and one for all with the agreement. */
export function calibrationTable({ byGrade, ...all }: ReturnType<typeof calibration>): Table {
	const rows = [
		...byGrade.map((row) => ({ ...row, kappa: null, spearman: null })),
		{ ...all, grade: 'all', mean: null },
	];
	const digits = (value: number | null) => value?.toFixed(3) ?? null;
	return toTable<(typeof rows)[number]>(rows, [
		[textColumn('grade'), ({ grade }) => grade],
		[numberColumn('answers'), ({ n }) => n],
		[numberColumn('marked'), ({ marked }) => marked],
		[
			numberColumn('open', 'not marked'),
			({ n, marked }) => `${Math.round(100 - (100 * marked) / n)} %`,
		],
		[numberColumn('mean', 'mean mark'), ({ mean }) => digits(mean)],
		[numberColumn('kappa', 'weighted κ'), ({ kappa }) => digits(kappa)],
		[numberColumn('spearman', 'Spearman’s ρ'), ({ spearman: rho }) => digits(rho)],
	]);
}
