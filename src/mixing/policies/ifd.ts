/**
 * Instruction-following difficulty: PPL(answer | prompt) / PPL(answer) with the base model, after Li et al., From Quantity to
 * Quality (Cherry LLM, arXiv 2308.12032) and Superfiltering (arXiv 2402.00530), which takes the ratio of perplexities as here.
 * High: the prompt helps little, the example is hard. At 1 or above the prompt does not help at all, which the authors take
 * for a mismatch of prompt and answer: such examples are left out, and the highest of the others are kept.
 */
import { topShare, topShareMixer } from '../exampleSelector/topShare.ts';
import { definePolicy } from '../policy.ts';

export const ifd = definePolicy({
	id: 'ifd',
	title: 'Perplexity ratio (IFD)',
	summary:
		'Only the training examples whose prompt helps the base model least with the answer, but helps at all.',
	group: 'examples',
	citation: {
		text: 'Li et al., From Quantity to Quality: Boosting LLM Performance with Self-Guided Data Selection, NAACL 2024: instruction-following difficulty',
		url: 'https://arxiv.org/abs/2308.12032',
	},
	parameters: {
		share: {
			kind: 'number',
			label: 'Share that is kept',
			help: 'Of all training examples, highest ratio below 1 first. The papers keep 5 to 15 %; Mixture-of-Skills compares with 10 %.',
			default: 0.1,
			min: 0.001,
			max: 1,
			logarithmic: true,
		},
		perSkill: {
			kind: 'flag',
			label: 'Of each skill',
			help: 'The highest of each skill, instead of the highest of all, which may come from one skill alone.',
			default: false,
		},
	},
	survey: (values, context, survey) =>
		topShare(context, survey, {
			quantities: ['baseLoss', 'baseAnswerLoss'],
			scoreOf: ({ baseLoss, baseAnswerLoss }, i) => {
				const ratio = Math.exp(baseLoss![i] - baseAnswerLoss![i]);
				// From 1 on an example comes after all others, the further the later.
				return ratio < 1 ? ratio : -ratio;
			},
			...values,
		}),
	createMixer: (_values, context, restored) =>
		topShareMixer(context, restored, {
			sentence: (kept, share, least) =>
				`Only ${kept} examples are drawn (${share} of them all): those with the ` +
				(least > 0
					? `highest ratio below 1, ${least.toFixed(2)} or more.`
					: 'highest ratio below 1, and some at which the prompt did not help, since there were too few others.'),
			unmeasured: 'The ratios have not been measured yet, so all examples are drawn.',
		}),
});
