/** Clarity: whole sentences of moderate length, without repetition. */
import { defineRule, falling } from '../rule.ts';
import { sentences, words } from '../text.ts';

const fewestWords = 5;

/** The share of word triples that are not repeated. */
function freshTriples(said: readonly string[]): number {
	const triples = said.slice(2).map((_, i) => said.slice(i, i + 3).join(' '));
	return new Set(triples).size / triples.length;
}

export const readable = defineRule({
	kind: 'readable',
	title: 'Reads well',
	about:
		'The worst of three: repetition (1 if at least 80 % of the word triples are new, 0 at 30 ' +
		'%), sentence length (1 up to 25 words on average, 0 at 60), and an end (1 with a ' +
		'closing mark or list item, ½ without). Not applicable below 5 words. It measures form, ' +
		'not meaning.',
	categories: ['clarity'],
	settings: {},
	example: {},
	sentence: () =>
		'The worst of repetition (1 if 80 % of word triples are new, 0 at 30 %), sentence length ' +
		'(1 up to 25 words on average, 0 at 60) and a whole end (½ without); not applicable ' +
		'below 5 words.',
	measure(_, __, answer) {
		const said = words(answer);
		if (said.length < fewestWords)
			return { value: null, why: `Fewer than ${fewestWords} words: nothing to tell by.` };
		const fresh = freshTriples(said);
		const average = said.length / sentences(answer).length;
		const lastLine = answer.trim().split('\n').at(-1) ?? '';
		const ends =
			/[.!?。！？:][\s"'”’)*_`]*$/u.test(lastLine) || /^\s*(?:[-*•]|\d+[.)])\s/.test(lastLine);
		const parts = [
			[falling(1 - fresh, 0.2, 0.7), `${Math.round(100 * fresh)} % of its word triples are new`],
			[falling(average, 25, 60), `${average.toFixed(1)} words a sentence`],
			[ends ? 1 : 0.5, ends ? 'it ends whole' : 'it breaks off'],
		] as const;
		const [value, why] = parts.reduce((worst, next) => (next[0] < worst[0] ? next : worst));
		return { value, why: `The worst of three: ${why}.` };
	},
});
