/**
 * Plain statements: answers that say what a rule has found, and nothing else. A rule sees words,
 * not meaning. So a person or a judge reads all other answers: a negation, a doubt, a new word.
 */
import { plain, words } from '#engine/core/answerText.ts';
import type { RuleQuestion } from './rule.ts';
import { sentences } from './text.ts';

/** Words that neither deny, doubt, compare nor add a fact. */
const light = new Set(
	`a an the it it's its that that's this is are was were so thus therefore hence your answer result
	value equals certainly 的 是 为 这 答 案 结 果`.split(/\s+/),
);
const determiners = new Set('a an the its my our your'.split(' '));
const verbs = new Set('is are was were'.split(' '));
/** A question with one of these can ask for the opposite of a part of it. */
const turning = /\b(?:not?|or|than|more|less|except|without|but|never|unless|instead)\b|n't/;
/** Signs that change no meaning. Any other, such as ?, < or an emoji, does. */
const harmless = /[\p{L}\p{M}\p{N}\s.,:;!'"()。、*_`-]/gu;

const essential = (all: readonly string[]) => all.filter((word) => !determiners.has(word));

/** The ends of the question that a statement repeats, such as “flows through Cairo”. */
function endsOf({ prompt }: RuleQuestion): readonly string[] {
	const question = sentences(plain(prompt)).at(-1) ?? '';
	const [first, second, ...rest] = essential(words(question));
	const asksForName = question.includes('?') && ['who', 'which', 'what'].includes(first);
	if (!asksForName || turning.test(question)) return [];
	const isDirect = verbs.has(second);
	const whole = isDirect || first === 'who' ? [[second, ...rest].join(' ')] : [];
	return isDirect || first !== 'who' ? [...whole, rest.join(' ')] : whole;
}

/** Whether the finding with these words beside it repeats the question as a statement. */
function repeatsQuestion(
	before: readonly string[],
	after: readonly string[],
	question: RuleQuestion,
) {
	const ends = endsOf(question).filter((end) => end !== '');
	const [subject, predicate] = [essential(before), essential(after)];
	if (subject.length === 0) return ends.includes(predicate.join(' '));
	const isSubject = predicate.length === 0 && verbs.has(subject.at(-1)!);
	return isSubject && ends.includes(subject.slice(0, -1).join(' '));
}

/** The first word or sign beside a finding that can change its meaning. null: there is none. */
export function findDoubt(before: string, after: string, question: RuleQuestion): string | null {
	const sign = plain(`${before} ${after}`).replace(harmless, '')[0];
	if (sign !== undefined) return `“${sign}”`;
	const beside = [words(before), words(after)] as const;
	if (repeatsQuestion(...beside, question)) return null;
	const strange = beside.flat().find((word) => !light.has(word));
	return strange === undefined ? null : `“${strange}”`;
}
