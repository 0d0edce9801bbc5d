/**
 * Longest answers: trains on the examples with the highest score, once chosen before the run.
 *
 *     score(x, y) = |y|     tokens of the answer
 *
 * Source: arXiv 2402.04833, which chooses 1,000 of 52,000.
 */
import { settingsOf } from '#engine/core/parameters.ts';
import { selectTopShare, topShareMixer, type RowScore } from '../exampleSelector/topShare.ts';
import { policyOf } from '../policy.ts';

export const lengthScore: RowScore = {
	quantities: ['answerTokens'],
	score: ({ answerTokens }, i) => answerTokens![i],
};

export const length = policyOf('length', {
	group: 'examples',
	citation: {
		text:
			'Zhao et al., Long Is More for Alignment, ICML 2024: the 1,000 longest responses of ' +
			'52,000',
		url: 'https://arxiv.org/abs/2402.04833',
	},
	parameters: settingsOf('length', {
		share: { kind: 'number', default: 0.25, min: 0.001, max: 1 },
		perSkill: { kind: 'flag', default: false },
	}),
	survey: (values, context, survey) =>
		selectTopShare(context, survey, { ...lengthScore, ...values }),
	createMixer: ({ perSkill }, context, restored) =>
		topShareMixer('length', perSkill, context, restored),
});
