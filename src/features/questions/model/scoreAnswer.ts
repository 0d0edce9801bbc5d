/** The score of one answer, from its rules and from the marks of people and judges. */
import { byCategory, type Category } from './categories.ts';
import { rightAnswers } from './rule.ts';
import { findRule } from './rules/registry.ts';
import { words } from './text.ts';
import type { CategoryScore, Mark, Question, QuestionScore, Score } from './types.ts';
import { appliedWeights, combined, weightedScore } from './weights.ts';

/** `scores`: the marks of people and judges for this answer. Every rule gives blank text a 0. */
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
	const content = [given.accuracy.value, given.completeness.value].filter((one) => one !== null);
	const isVoid = answer.trim() !== '' && content.length > 0 && content.every((one) => one === 0);
	const values = byCategory((category) =>
		isVoid && isFreeMark(category, given[category], ruled) ? null : given[category].value,
	);
	const weights = appliedWeights(question.weights, values);
	return {
		question: question.id,
		score: weightedScore(question.weights, values),
		categories: byCategory((category): CategoryScore => ({
			// A category without a weight does not apply, even if somebody marked it.
			value: question.weights[category] > 0 ? values[category] : null,
			weight: weights[category],
			marks: given[category].marks,
		})),
	};
}

/**
 * A rule's full mark for an answer without any content: it is short, or says nothing forbidden.
 * A person or a judge can still give such a mark.
 */
function isFreeMark(
	category: Category,
	{ marks, value }: Pick<CategoryScore, 'marks' | 'value'>,
	ruled: readonly RuleMark[],
): boolean {
	if (marks.some(({ by }) => by.kind !== 'rule')) return false;
	if (category === 'conciseness') return true;
	const own = ruled.filter((mark) => mark.category === category);
	return value === 1 && own.every(({ caps }) => caps);
}

const nothingIn = (answer: string, own: string): string | null =>
	answer.trim() === ''
		? 'The answer is empty.'
		: own !== answer && words(own).length === 0
			? 'It only says the question again.'
			: null;

/** A shorter prompt can be part of an answer by chance. */
const fewestPromptWords = 4;
const squeezed = (text: string) => text.replace(/\s+/g, ' ').trim().toLowerCase();

/** The answer without the words of the prompt that it repeats. */
function ownWords(question: Question, answer: string): string {
	const prompt = question.prompt.trim().replace(/[.?!\s]+$/u, '');
	if (question.form === 'text' || words(prompt).length < fewestPromptWords) return answer;
	const asked = squeezed(prompt);
	const repeats = (text: string) => squeezed(text).includes(asked);
	if (!repeats(answer) || rightAnswers(question).some(repeats)) return answer;
	const rest = answer.replaceAll(prompt, ' ');
	return repeats(rest) ? squeezed(rest).replaceAll(asked, ' ') : rest;
}

interface RuleMark extends Mark {
	readonly category: Category;
	readonly caps: boolean;
}
const markOf = ({ value, by, why }: RuleMark): Mark => ({ value, by, why });

function ruleMarks(question: Question, answer: string): RuleMark[] {
	const own = ownWords(question, answer);
	const nothing = nothingIn(answer, own);
	return question.rules.map(({ rule, category, settings }, i) => {
		const kind = findRule(rule, `${question.id}.rules[${i}]`);
		// Length and forbidden content also count in repeated words of the question.
		const caps = kind.caps === true;
		const seen = caps || category === 'conciseness' ? answer : own;
		const measured =
			nothing === null ? kind.measure(settings, question, seen) : { value: 0, why: nothing };
		return { ...measured, category, caps, by: { kind: 'rule', rule } };
	});
}
