/** English words of the explanation column that the page shows before it loads the feature. */
import { inLanguage } from '#engine/core/language.ts';

export const explainManifestEnglish = {
	topics: {
		why: {
			title: 'Why',
			explain:
				'What the policy goes by, what it makes of it, and what the model forgets meanwhile.',
		},
		picks: {
			title: 'Picks',
			explain:
				'The examples that the policy chose itself: which, how often, when and from which class. ' +
				'Wrong answers were damaged on purpose; the policy cannot see which they are.',
		},
		results: {
			title: 'Results',
			explain:
				'Each skill before and after: the share of held-out prompts whose whole answer is right, ' +
				'and the loss in nats per answer token.',
		},
		samples: {
			title: 'Samples',
			explain:
				'Answers to held-out prompts that the model writes at each evaluation. It takes the ' +
				'likeliest token at each position (greedy decoding), so the same weights always give the ' +
				'same answer.',
		},
		tryIt: {
			title: 'Try it',
			explain:
				'One prompt for the base model and for the tuned model. Both take the likeliest token at ' +
				'each position (greedy decoding).',
		},
	},
};
export const explainManifest = inLanguage('explainManifest', explainManifestEnglish);
