/** One answer's score: what the rules say of it, beside what people and judges gave. */
import { byCategory, type Category } from './categories.ts';
import { rightAnswers } from './rule.ts';
import { ruleKind } from './rules/registry.ts';
import { words } from './text.ts';
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

const nothingIn = (answer: string, own: string): string | null =>
	answer.trim() === ''
		? 'The answer is empty.'
		: own !== answer && words(own).length === 0
			? 'It only says the question again.'
			: null;

/** A shorter prompt may stand in an answer by itself. */
const fewestPromptWords = 4;
const squeezed = (text: string) => text.replace(/\s+/g, ' ').trim().toLowerCase();

/** The answer without the whole prompt, wherever it is said again: its words are not the answer's. */
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
		const kind = ruleKind(rule, `${question.id}.rules[${i}]`);
		// What is too long or must not be said is so in the words of the question, too.
		const seen = kind.caps || category === 'conciseness' ? answer : own;
		const measured =
			nothing === null ? kind.measure(settings, question, seen) : { value: 0, why: nothing };
		return { ...measured, category, caps: kind.caps, by: { kind: 'rule', rule } };
	});
}
