/**
 * Longest answers: trains on the examples with the highest score, once chosen before the run.
 *
 *     score(x, y) = |y|     tokens of the answer
 *
 * Source: arXiv 2402.04833, which chooses 1,000 of 52,000.
 */
import { flagSpec, numberSpec } from '#engine/core/parameters.ts';
import { selectTopShare, topShareMixer, type RowScore } from '../exampleSelector/topShare.ts';
import { definePolicy } from '../policy.ts';

export const lengthScore: RowScore = {
	quantities: ['answerTokens'],
	score: ({ answerTokens }, i) => answerTokens![i],
};

export const length = definePolicy({
	id: 'length',
	title: 'Longest answers',
	summary: 'Only the training examples with the longest answers, drawn at random among themselves.',
	group: 'examples',
	citation: {
		text:
			'Zhao et al., Long Is More for Alignment, ICML 2024: the 1,000 longest responses of ' +
			'52,000',
		url: 'https://arxiv.org/abs/2402.04833',
	},
	parameters: {
		share: numberSpec(
			'Share to keep',
			{ default: 0.25, min: 0.001, max: 1 },
			'Share of all training examples. The paper keeps 1,000 of 52,000; a small pool needs ' +
				'more.',
		),
		perSkill: flagSpec(
			'Per skill',
			{ default: false },
			'On: keep the longest of each skill. Off: the longest of all, possibly from one skill ' +
				'alone.',
		),
	},
	survey: (values, context, survey) =>
		selectTopShare(context, survey, { ...lengthScore, ...values }),
	createMixer: (_values, context, restored) => topShareMixer('length', context, restored),
});
