/**
 * Instruction-following difficulty: trains on the examples whose prompt helps the base model least.
 *
 *     IFD(x, y) = PPL(y | x) / PPL(y) = exp(L(y | x) − L(y))     L [nats per answer token]
 *
 * The highest ratios below 1 are chosen: from 1 on, the prompt does not help at all. Source: arXiv
 * 2308.12032. As in Superfiltering (arXiv 2402.00530), no model is trained for the measurement: the
 * base model of the run measures.
 */
import { flagSpec, numberSpec } from '#engine/core/parameters.ts';
import { selectTopShare, topShareMixer, type RowScore } from '../exampleSelector/topShare.ts';
import { definePolicy } from '../policy.ts';

export const ifdScore: RowScore = {
	quantities: ['baseLoss', 'baseAnswerLoss'],
	score: ({ baseLoss, baseAnswerLoss }, i) => {
		const ratio = Math.exp(baseLoss![i] - baseAnswerLoss![i]);
		// Ratios from 1 rank below all others, the largest last.
		return ratio < 1 ? ratio : -ratio;
	},
};

export const ifd = definePolicy({
	id: 'ifd',
	title: 'Perplexity ratio (IFD)',
	summary:
		'Only the training examples whose prompt helps the base model least with the answer, but ' +
		'does help.',
	group: 'examples',
	citation: {
		text:
			'Li et al., From Quantity to Quality: Boosting LLM Performance with Self-Guided Data ' +
			'Selection, NAACL 2024: instruction-following difficulty',
		url: 'https://arxiv.org/abs/2308.12032',
	},
	parameters: {
		share: numberSpec(
			'Share to keep',
			{ default: 0.1, min: 0.001, max: 1 },
			'Share of the training examples, highest ratio below 1 first. The papers keep 5 to 15 %; ' +
				'Mixture-of-Skills compares with 10 % of each data set.',
		),
		perSkill: flagSpec(
			'Per skill',
			{ default: true },
			'On: keep the highest ratios of each skill, as Mixture-of-Skills does. Off: the highest ' +
				'of all, possibly from one skill alone.',
		),
	},
	survey: (values, context, survey) => selectTopShare(context, survey, { ...ifdScore, ...values }),
	createMixer: (_values, context, restored) => topShareMixer('ifd', context, restored),
});
