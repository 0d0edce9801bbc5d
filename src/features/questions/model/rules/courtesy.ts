/** Politeness: courteous phrases and no rude phrase. */
import * as v from 'valibot';
import { count, defineRule } from '../rule.ts';
import { hasPhrase, phraseList, words } from '../text.ts';

/** Phrases by kind of courtesy. Each kind counts once. */
const courtesies: Readonly<Record<string, readonly string[]>> = {
	thanks: phraseList('thank you; thanks; appreciate; grateful'),
	regret: phraseList('sorry; apologise; apologize; apologies; apology; regret'),
	please: phraseList('please; kindly'),
	'offer of help': phraseList(
		`happy to help; glad to help; happy to assist; here to help; let me help; I'd be happy;
		I would be happy; let me know; feel free; don't hesitate; do not hesitate; reach out;
		I'll be glad; my pleasure`,
	),
	greeting: phraseList('hello; hi; good morning; good afternoon; dear; best regards; kind regards'),
	'you are welcome': phraseList(
		`you're welcome; you are welcome; congratulations; wish you; hope this`,
	),
};
const rude = phraseList(
	`shut up; stupid; idiot; dumb; moron; nonsense; your own fault; your fault;
	not my problem; not our problem; stop whining; stop complaining; calm down;
	deal with it; figure it out yourself; go away; obviously you; hell; damn; crap`,
);

export const courtesy = defineRule({
	kind: 'courtesy',
	title: 'Is courteous',
	about:
		'0 if the answer has a rude phrase; else the kinds of courtesy in it (thanks, regret, ' +
		'please, an offer of help, a greeting, a good wish) over the number wanted, at most 1. ' +
		'English phrases.',
	categories: ['politeness'],
	settings: { wanted: v.optional(count(1, 6), 1) },
	example: { wanted: 1 },
	sentence: ({ wanted }) =>
		'0 if the answer has a rude phrase; else the kinds of courtesy in it (thanks, regret, ' +
		`please, an offer of help, a greeting, a good wish) over ${wanted}, at most 1.`,
	measure({ wanted }, _, answer) {
		const said = words(answer);
		const rudeness = rude.find((phrase) => hasPhrase(said, phrase));
		if (rudeness !== undefined) return { value: 0, why: `It says “${rudeness}”.` };
		const found = Object.entries(courtesies).flatMap(([kind, list]) =>
			list.some((phrase) => hasPhrase(said, phrase)) ? [kind] : [],
		);
		return {
			value: Math.min(1, found.length / wanted),
			why: found.length > 0 ? `Courteous: ${found.join(', ')}.` : 'Nothing courteous in it.',
		};
	},
});
