/** The notes below the report: how each number is computed, and what is missing. */
import { categories } from './categories.ts';
import type { EvaluationReport, QuestionSet } from './types.ts';

export function reportNotes(
	{ questions }: QuestionSet,
	report: Omit<EvaluationReport, 'notes'>,
): string[] {
	const notes: readonly (readonly [isShown: boolean, note: string])[] = [
		[
			questions.some(({ paraphraseOf }) => paraphraseOf !== undefined),
			'Consistency: 1 minus the absolute difference of the two scores, over pairs of ' +
				'paraphrases; two equally wrong answers are consistent. Same words: F1 of their ' +
				'content words.',
		],
		[
			questions.some(({ impact = 0 }) => impact > 0),
			'Impact: scores weighted by what a wrong answer costs, from 0 to 1, as the set’s author ' +
				'chose.',
		],
		[
			report.reliability.length > 0,
			'Reliability: over seeds of one experiment, 1 minus the mean absolute difference of a ' +
				'question’s scores.',
		],
		[
			report.differences.length > 0,
			'Differences are question by question, with 95 % percentile bootstrap intervals over ' +
				'the questions (10,000 resamples): they hold for these questions, not for other seeds.',
		],
	];
	return [
		'A question’s score is Σ w·s over the categories that apply to it, with w = u / Σ u of ' +
			'its base weights u. This and the definitions of the categories are ours: the paper’s ' +
			'weights are not known.',
		'Overall is the mean over scored questions; a category is the mean over the questions ' +
			'where it applies. n counts them. What cannot be measured is not applicable and has ' +
			'weight 0.',
		'Where people marked an answer their mean counts, else the judges’, else the rules’. ' +
			'Rules see words and forms, not meaning.',
		...report.rows
			.filter(({ missing }) => missing.length > 0)
			.map(
				({ answerSet, missing }) =>
					`${answerSet.by.name}: ${missing.length} of ${questions.length} questions have no ` +
					'answer and count nowhere.',
			),
		...unscoredNotes(questions, report),
		...notes.flatMap(([isShown, note]) => (isShown ? [note] : [])),
	];
}

/** Categories with a weight that no rater could mark. */
function unscoredNotes(
	questions: QuestionSet['questions'],
	{ rows }: Pick<EvaluationReport, 'rows'>,
): string[] {
	return categories.flatMap((category) => {
		const weighted = questions.filter(({ weights }) => weights[category] > 0);
		const unruled = weighted.filter(
			({ rules }) => !rules.some((rule) => rule.category === category),
		);
		const ids = new Set(unruled.map(({ id }) => id));
		const isOpen = rows
			.flatMap((row) => row.questions)
			.some((scored) => ids.has(scored.question) && scored.categories[category].value === null);
		if (!isOpen) return [];
		return [
			`${category}: ${unruled.length} of the ${weighted.length} questions that weight it have ` +
				'no rule for it; without a person’s or a judge’s mark it does not apply there.',
		];
	});
}
