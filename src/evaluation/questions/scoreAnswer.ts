/** One answer's score: what the rules say of it, beside what people and judges gave. */
import { byCategory, type Category } from './categories.ts';
import { ruleKind } from './rules/registry.ts';
import type { CategoryScore, Mark, Question, QuestionScore, Score } from './types.ts';
import { appliedWeights, combined, weightedScore } from './weights.ts';

/** `scores`: those of people and judges for this answer. An answer of spaces is no answer: every rule gives it 0. */
export function scoreAnswer(
	question: Question,
	answer: string,
	scores: readonly Score[] = [],
): QuestionScore {
	const ruled = ruleMarks(question, answer);
	const given = byCategory((category) => {
		const others = scores
			.filter((score) => score.category === category)
			.map(({ value, by, why = '' }): Mark => ({ value, by, why }));
		const of = (caps: boolean) =>
			ruled.filter((mark) => mark.category === category && mark.caps === caps);
		return combined([...others, ...of(false).map(markOf)], of(true).map(markOf));
	});
	const said = [given.accuracy.value, given.completeness.value].filter((value) => value !== null);
	// How briefly nothing is said tells nothing: only a person or judge may mark that.
	const isVoid =
		said.length > 0 &&
		said.every((value) => value === 0) &&
		answer.trim() !== '' &&
		given.conciseness.marks.every(({ by }) => by.kind === 'rule');
	const values = byCategory((category) =>
		category === 'conciseness' && isVoid ? null : given[category].value,
	);
	const weights = appliedWeights(question.weights, values);
	return {
		question: question.id,
		score: weightedScore(weights, values),
		categories: byCategory((category): CategoryScore => ({
			// What the question does not weigh is not applicable to it, whoever marked it.
			value: question.weights[category] > 0 ? values[category] : null,
			weight: weights[category],
			marks: given[category].marks,
		})),
	};
}

interface RuleMark extends Mark {
	readonly category: Category;
	readonly caps: boolean;
}
const markOf = ({ value, by, why }: RuleMark): Mark => ({ value, by, why });

function ruleMarks(question: Question, answer: string): RuleMark[] {
	return question.rules.map(({ rule, category, settings }, i) => {
		const kind = ruleKind(rule, `${question.id}.rules[${i}]`);
		const measured =
			answer.trim() === ''
				? { value: 0, why: 'The answer is empty.' }
				: kind.measure(settings, question, answer);
		return { ...measured, category, caps: kind.caps, by: { kind: 'rule', rule } };
	});
}
