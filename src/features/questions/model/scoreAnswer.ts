/**
 * The score of one answer, from its rules and from the marks of people and judges.
 * Base weights u, and a = 1 for the categories that apply: w = a·u / Σ a·u, score = Σ w·s.
 * The paper weights its categories “dynamically” and does not say how; this formula is ours.
 * A category that cannot be measured does not apply: its weight is 0.
 */
import { lowest, meanOfKnown } from '#core/statistics.ts';
import { byCategory, categories, sharesOf, type ByCategory } from './categories.ts';
import { rightAnswers } from './rule.ts';
import { findRule } from './rules/registry.ts';
import { words } from './text.ts';
import type { Mark, Question, Rater, Score } from './types.ts';

export type QuestionScore = ReturnType<typeof scoreAnswer>;
/** `scores`: the marks of people and judges for this answer. Every rule gives blank text a 0. */
export function scoreAnswer(question: Question, answer: string, scores: readonly Score[] = []) {
	const ruled = ruleMarks(question, answer);
	const given = byCategory((category) => {
		const others = scores
			.filter((score) => score.category === category)
			.map(({ value, by, why = '' }): Mark => ({ value, by, why }));
		const own = ruled.filter((one) => one.category === category);
		const marksOf = (caps: boolean) => own.flatMap((one) => (one.caps === caps ? [one.mark] : []));
		const { value, marks } = combined([...others, ...marksOf(false)], marksOf(true));
		const isFull = category === 'conciseness' || (value === 1 && own.every(({ caps }) => caps));
		// A person or a judge can give a full mark to an answer without content.
		return { value, marks, isFree: isFull && marks.every(({ by }) => by.kind === 'rule') };
	});
	const content = [given.accuracy.value, given.completeness.value].filter((one) => one !== null);
	const isVoid = answer.trim() !== '' && content.length > 0 && content.every((one) => one === 0);
	// A rule gives a full mark to an answer without content: it is short, or says nothing forbidden.
	const values = byCategory((category) =>
		isVoid && given[category].isFree ? null : given[category].value,
	);
	const weights = appliedWeights(question.weights, values);
	return {
		question: question.id,
		/** Σ w·s; null: nothing can be scored. */
		score: weightedScore(question.weights, values),
		categories: byCategory((category) => ({
			/** null: not applicable, as without a weight, even if somebody marked the category. */
			value: question.weights[category] > 0 ? values[category] : null,
			/** w = a·u / Σ a·u: the share among the categories that apply. */
			weight: weights[category],
			marks: given[category].marks,
		})),
	};
}

/** Why the answer has no content. null: it has some. */
function nothingIn(answer: string, own: string): string | null {
	if (answer.trim() === '') return 'The answer is empty.';
	return own !== answer && words(own).length === 0 ? 'It only says the question again.' : null;
}

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

function ruleMarks(question: Question, answer: string) {
	const own = ownWords(question, answer);
	const nothing = nothingIn(answer, own);
	return question.rules.map(({ rule, category, settings }, i) => {
		const kind = findRule(rule, `${question.id}.rules[${i}]`);
		const caps = kind.caps === true;
		// Length and forbidden content also count in repeated words of the question.
		const seen = caps || category === 'conciseness' ? answer : own;
		const measured =
			nothing === null ? kind.measure(settings, question, seen) : { value: 0, why: nothing };
		const mark: Mark = { ...measured, by: { kind: 'rule', rule } };
		return { category, caps, mark };
	});
}

/** The weights w. All are 0 if no category has both a value and a base weight. */
export const appliedWeights = (base: ByCategory<number>, values: ByCategory<number | null>) =>
	sharesOf({ weights: byCategory((category) => (values[category] === null ? 0 : base[category])) });

/** Σ u·s / Σ u over the categories that apply, so that marks of 1 give exactly 1. */
export function weightedScore(base: ByCategory<number>, values: ByCategory<number | null>) {
	const applied = categories.filter((category) => values[category] !== null);
	const weight = applied.reduce((total, category) => total + base[category], 0);
	const sum = applied.reduce((total, category) => total + base[category] * values[category]!, 0);
	return weight > 0 ? sum / weight : null;
}

const rank = { person: 0, judge: 1, rule: 2 } as const satisfies Record<Rater['kind'], number>;

/**
 * Combines the marks of one category. People come before judges, and judges before rules: the mean
 * of the first kind counts, and the other marks are only shown.
 * `caps`: marks of rules against forbidden content. The lowest is an upper bound for rules.
 */
export function combined(marks: readonly Mark[], caps: readonly Mark[]) {
	const all = [...marks, ...caps].sort((a, b) => rank[a.by.kind] - rank[b.by.kind]);
	const meanOf = (some: readonly Mark[]) => meanOfKnown(some.map(({ value }) => value));
	// A person can also decide that a category does not apply.
	const deciding = all.find(({ value, by }) => value !== null || by.kind !== 'rule')?.by.kind;
	if (deciding === undefined) return { value: null, marks: all };
	if (deciding !== 'rule')
		return { value: meanOf(all.filter(({ by }) => by.kind === deciding)), marks: all };
	const given = meanOf(marks);
	const bounds = caps.flatMap(({ value }) => value ?? []);
	const bound = Math.min(1, lowest(bounds));
	// The absence of forbidden content is no full mark if the other rules could not measure.
	if (given === null && (bounds.length === 0 || (marks.length > 0 && bound === 1)))
		return { value: null, marks: all };
	return { value: Math.min(bound, given ?? 1), marks: all };
}
