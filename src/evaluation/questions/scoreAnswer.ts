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
	const isVoid = answer.trim() !== '' && said.length > 0 && said.every((value) => value === 0);
	const values = byCategory((category) =>
		isVoid && tellsNothing(category, given[category], ruled) ? null : given[category].value,
	);
	const weights = appliedWeights(question.weights, values);
	return {
		question: question.id,
		score: weightedScore(question.weights, values),
		categories: byCategory((category): CategoryScore => ({
			// What the question does not weigh is not applicable to it, whoever marked it.
			value: question.weights[category] > 0 ? values[category] : null,
			weight: weights[category],
			marks: given[category].marks,
		})),
	};
}

/**
 * How briefly nothing is said, and that nothing forbidden is in it, tells nothing: where an answer has nothing of what was asked, rules
 * cannot give a full mark for that. A person or a judge may.
 */
function tellsNothing(
	category: Category,
	{ marks, value }: Pick<CategoryScore, 'marks' | 'value'>,
	ruled: readonly RuleMark[],
): boolean {
	if (marks.some(({ by }) => by.kind !== 'rule')) return false;
	if (category === 'conciseness') return true;
	const own = ruled.filter((mark) => mark.category === category);
	return value === 1 && own.every(({ caps }) => caps);
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
