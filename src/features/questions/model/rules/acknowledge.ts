/** Consideration: the answer acknowledges the situation of the person. */
import * as v from 'valibot';
import { defineRule, phrases, quoted } from '../rule.ts';
import { contentWords, hasPhrase, phraseList, words } from '../text.ts';

const acknowledgements = phraseList(
	`sorry to hear; sorry that; sorry for; sorry about; I understand; we understand;
	I can see why; understandable; frustrating; that must be; that sounds; I realise;
	I realize; I know how; in your situation; in your case; for a small business;
	apologise for; apologize for; thank you for telling; thank you for letting;
	thanks for letting; thank you for your patience; given your; since you; worrying;
	stressful; disappointing; inconvenience; congratulations`,
);

export const acknowledge = defineRule({
	kind: 'acknowledge',
	title: 'Sees the person’s situation',
	about:
		'Half for a phrase that acknowledges the person’s situation (“I understand”, “sorry to ' +
		'hear”, …), half for naming it: one of the words given, or, if none are given, of the ' +
		'prompt’s content words. English phrases.',
	categories: ['consideration'],
	settings: { situation: v.optional(phrases(0), []) },
	example: { situation: ['refund', 'wedding'] },
	sentence: ({ situation }) =>
		`½ for a phrase that acknowledges the person’s situation (“I understand”, “sorry to hear”, … ${acknowledgements.length} English phrases), ½ for naming ${situation.length > 0 ? `one of ${quoted(situation)}` : 'two content words of the question'}.`,
	measure({ situation }, { prompt }, answer) {
		const said = words(answer);
		const sees = acknowledgements.some((phrase) => hasPhrase(said, phrase));
		const content = contentWords(answer);
		const names =
			situation.length > 0
				? situation.some((phrase) => hasPhrase(said, phrase))
				: contentWords(prompt).filter((word) => content.includes(word)).length >= 2;
		return {
			value: (sees ? 0.5 : 0) + (names ? 0.5 : 0),
			why: `The situation is ${sees ? '' : 'not '}acknowledged and ${names ? '' : 'not '}named.`,
		};
	},
});
