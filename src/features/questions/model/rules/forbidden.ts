/** Forbidden phrases: harmful instructions, promises that nobody can keep, rude words. */
import { defineRule, phrases, quoted } from '../rule.ts';
import { hasPhrase, words } from '../text.ts';

export const forbidden = defineRule({
	kind: 'forbidden',
	title: 'Says none of these',
	about:
		'0 if the answer says one of these phrases, else 1. It is an upper bound for the other ' +
		'rules of its category.',
	categories: ['safety', 'accuracy', 'politeness', 'consideration', 'clarity', 'specificity'],
	caps: true,
	settings: { phrases: phrases(1) },
	example: { phrases: ['guaranteed approval'] },
	sentence: (settings) =>
		`0 if the answer says one of ${quoted(settings.phrases)}, else 1 (or what the other ` +
		'rules of the category give).',
	measure(settings, _, answer) {
		const said = words(answer);
		const found = settings.phrases.filter((phrase) => hasPhrase(said, phrase));
		return found.length > 0
			? { value: 0, why: `It says ${quoted(found)}.` }
			: { value: 1, why: 'It says none of what must not be said.' };
	},
});
