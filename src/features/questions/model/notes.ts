/** The notes below the report: how each number is computed, and what is missing. */
import { categories } from './categories.ts';
import type { EvaluationReport, QuestionSet } from './types.ts';

export function reportNotes(
	{ questions }: QuestionSet,
	report: Omit<EvaluationReport, 'notes'>,
): string[] {
	const { rows, differences } = report;
	return [
		'A question’s score is Σ w·s over the categories that apply to it, with w = u / Σ u of ' +
			'its base weights u. This and the definitions of the categories are ours: the paper’s ' +
			'weights are not known.',
		'Overall is the mean over scored questions; a category is the mean over the questions ' +
			'where it applies. n counts them. What cannot be measured is not applicable and has ' +
			'weight 0.',
		'Where people marked an answer their mean counts, else the judges’, else the rules’. ' +
			'Rules see words and forms, not sense.',
		...rows.flatMap(({ answerSet, missing }) =>
			missing.length > 0
				? [
						`${answerSet.by.name}: ${missing.length} of ${questions.length} questions have ` +
							'no answer and count nowhere.',
					]
				: [],
		),
		...unscoredNotes(questions, report),
		...(questions.some(({ paraphraseOf }) => paraphraseOf !== undefined)
			? [
					'Consistency: 1 less the absolute difference of the two scores, over pairs of ' +
						'paraphrases; two equally wrong answers are consistent. Same words: F1 of their ' +
						'content words.',
				]
			: []),
		...(questions.some(({ impact = 0 }) => impact > 0)
			? [
					'Impact: scores weighted by what a wrong answer costs, from 0 to 1, as the set’s ' +
						'author chose.',
				]
			: []),
		...(report.reliability.length > 0
			? [
					'Reliability: over seeds of one experiment, 1 less the mean absolute difference of ' +
						'a question’s scores.',
				]
			: []),
		...(differences.length > 0
			? [
					'Differences are question by question, with 95 % percentile bootstrap intervals ' +
						'over the questions (10,000 resamples): they tell about these questions, not about ' +
						'other seeds.',
				]
			: []),
	];
}

/** Categories with a weight that no rater could mark. */
function unscoredNotes(
	questions: QuestionSet['questions'],
	{ rows }: Pick<EvaluationReport, 'rows'>,
): string[] {
	return categories.flatMap((category) => {
		const weighed = questions.filter(({ weights }) => weights[category] > 0);
		const unruled = weighed.filter(
			({ rules }) => !rules.some((rule) => rule.category === category),
		);
		const ids = new Set(unruled.map(({ id }) => id));
		const open = rows.some(({ questions: scored }) =>
			scored.some(
				({ question, categories: marks }) => ids.has(question) && marks[category].value === null,
			),
		);
		return open
			? [
					`${category}: ${unruled.length} of the ${weighed.length} questions that weigh it ` +
						'have no rule for it; without a person’s or a judge’s mark it does not apply there.',
				]
			: [];
	});
}
