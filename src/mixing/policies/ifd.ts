/**
 * Instruction-following difficulty: trains on the examples whose prompt helps the base model least.
 *
 *     IFD(x, y) = PPL(y | x) / PPL(y) = exp(L(y | x) − L(y))     L [nats per answer token]
 *
 * The highest ratios below 1 are chosen: from 1 on, the prompt does not help at all. Source: arXiv
 * 2308.12032. Ours, as in Superfiltering (arXiv 2402.00530): no model is trained for the
 * measurement; the base model of the run measures.
 */
import { settingsOf } from '#engine/core/parameters.ts';
import { selectTopShare, topShareMixer, type RowScore } from '../exampleSelector/topShare.ts';
import { policyOf } from '../policy.ts';

export const ifdScore: RowScore = {
	quantities: ['baseLoss', 'baseAnswerLoss'],
	score: ({ baseLoss, baseAnswerLoss }, i) => {
		const ratio = Math.exp(baseLoss![i] - baseAnswerLoss![i]);
		// Ratios from 1 rank below all others, the largest last.
		return ratio < 1 ? ratio : -ratio;
	},
};

export const ifd = policyOf('ifd', {
	group: 'examples',
	citation: {
		text:
			'Li et al., From Quantity to Quality: Boosting LLM Performance with Self-Guided Data ' +
			'Selection, NAACL 2024: instruction-following difficulty',
		url: 'https://arxiv.org/abs/2308.12032',
	},
	parameters: settingsOf('ifd', {
		share: { kind: 'number', default: 0.1, min: 0.001, max: 1 },
		perSkill: { kind: 'flag', default: true },
	}),
	survey: (values, context, survey) => selectTopShare(context, survey, { ...ifdScore, ...values }),
	createMixer: ({ perSkill }, context, restored) =>
		topShareMixer('ifd', perSkill, context, restored),
});
