/**
 * The settings of MoS and MoSpec. Each difference between the paper (arXiv 2406.08811) and its
 * official code (github minghao-wu/mixture_of_skills @0ca09a8), and each gap, is a setting with its
 * source in the help. The defaults are the lab's: a run of some hundred steps shows the effect.
 */
import {
	choiceSpec,
	flagSpec,
	numberSpec,
	type ParameterSpecs,
	type ParameterValues,
} from '#engine/core/parameters.ts';
import type { PolicyPreset } from '../policy.ts';

export const rewardSettings = {
	reward: choiceSpec(
		'Reward',
		{
			options: {
				difficulty: 'Difficulty (paper)',
				similarity: 'Similarity (paper)',
				'loss-ratio': 'Loss ratio (ours)',
				'error-rate': 'Error rate (ours)',
				alignment: 'Alignment (MultiDDS)',
				uncertainty: 'Uncertainty (MultiUAT)',
			},
		},
		"The value that a skill's share follows. Difficulty (DIFF in the paper): perplexity now " +
			"over the base model's. Similarity (COSSIM): cosine of hidden states with the other " +
			"skills. Ours: loss over the base model's, and the share of wrong answers (for plain " +
			'text, the loss ratio). Alignment: the decrease of all validation losses by one step on ' +
			'the skill. Uncertainty: 1 minus the probability of the right answer on validation rows.',
	),
	average: flagSpec(
		'Average rewards over time',
		{ default: true },
		"The paper's learning trajectory (Eq. 11): a reward is averaged with earlier ones. β = " +
			'0.9 on the current value smooths little.',
	),
} as const satisfies ParameterSpecs;

export const scorerSettings = {
	interval: numberSpec(
		'Steps between updates',
		{ default: 10, min: 1, max: 10_000, integer: true, unit: 'steps', advanced: true },
		'Training steps from one update of the scorer to the next. Lab: 10. Paper and code: 100; ' +
			"the example in the code's README: 200.",
	),
	atStepZero: flagSpec(
		'First update after one step',
		{ default: false, advanced: true },
		"On: updates after steps 0, S, 2S … as in the paper's Algorithm 1 (t mod S = 0), so the " +
			'first one comes after one step. Off: after S, 2S … steps, as in the code.',
	),
	examples: numberSpec(
		'Examples per reward',
		{ default: 16, min: 1, max: 256, integer: true, unit: 'examples', advanced: true },
		'Training examples of each skill per measurement. Lab: 16. Paper: 64. Code: 64 for ' +
			'similarity, 16 for difficulty.',
	),
	tokens: choiceSpec(
		'Loss over',
		{ options: { answer: 'the answer (paper)', all: 'prompt and answer (code)' }, advanced: true },
		"The tokens whose loss counts. The paper's perplexity covers the answer (Eq. 9); the code " +
			"covers all tokens, the prompt's too.",
	),
	beta: numberSpec(
		'Weight of the current reward β',
		{ default: 0.9, min: 0.01, max: 1, advanced: true },
		'Eq. 11: averaged reward = β · current + (1 − β) · previous. Paper and code: 0.9.',
	),
	averageStart: choiceSpec(
		'Previous reward at first',
		{ options: { one: '1 (code)', first: 'the first reward (ours)' }, advanced: true },
		'The previous reward in the first average. The code starts every skill at 1; the paper ' +
			'does not say.',
	),
	scorer: choiceSpec(
		'Scorer',
		{
			options: { logits: 'Free numbers (code)', perceptron: '2-layer perceptron (paper)' },
			advanced: true,
		},
		'The model that gives the shares. The code has one free number per skill. The paper has a ' +
			'2-layer perceptron of unknown width (ours: 32, tanh).',
	),
	optimizer: choiceSpec(
		"Scorer's optimizer",
		{ options: { adam: 'Adam (code)', sgd: 'Gradient steps (paper)' }, advanced: true },
		"Plain gradient steps are the paper's Eq. 6; the code uses Adam (β 0.9 and 0.999, ε " +
			'1e-8).',
	),
	innerSteps: numberSpec(
		'Scorer steps per update',
		{ default: 40, min: 1, max: 1000, integer: true, unit: 'steps', advanced: true },
		"Scorer steps on the same rewards. Lab: 40. Paper's Eq. 6: 1. Code: 200.",
	),
	learningRate: numberSpec(
		"Scorer's learning rate γ",
		{ default: 5e-3, min: 1e-6, max: 10, advanced: true },
		'Size of a scorer step. Lab: 0.005. Paper and code: 0.0001, for thousands of training ' +
			'steps.',
	),
	tau: numberSpec(
		'Prior temperature τ',
		{ default: 1000, min: 1, max: 1000, advanced: true },
		'The scorer starts at shares ∝ size^(1/τ) (Eq. 3). 1 is proportional (code). 1000 stands ' +
			'for infinity: uniform (paper).',
	),
	start: choiceSpec(
		'Start of the scorer',
		{
			options: { prior: 'Set to the prior', pretrained: 'Pretrained on it (code)' },
			advanced: true,
		},
		'The scorer starts at the prior directly (the paper does not say how), or by pretraining ' +
			'as in the code (Adam, 1e-4, until the squared error is 1e-10).',
	),
	keepMoments: flagSpec(
		'Keep the moments of pretraining',
		{ default: false, advanced: true },
		'On: updates continue with the Adam of the pretraining, as in the code. Its second ' +
			'moments are tiny, so the first update jumps. Off: a new Adam (ours).',
	),
	draw: choiceSpec(
		'A share is the chance of',
		{ options: { examples: 'each example (code)', batches: 'each batch (paper)' }, advanced: true },
		"The paper's Algorithm 1 draws one skill for each batch. The code draws one for each " +
			'example, so a batch mixes skills.',
	),
	replacement: flagSpec(
		'Draw with replacement',
		{ default: false, advanced: true },
		'Within a skill. On: any row at any time, as in the code. Off: every row once before any ' +
			'row repeats. The paper does not say.',
	),
} as const satisfies ParameterSpecs;

export type ScorerSettings = ParameterValues<typeof rewardSettings & typeof scorerSettings>;

/** A preset names what differs from the defaults. It does not set reward, average and target. */
export const scorerPresets: readonly PolicyPreset[] = [
	{
		id: 'lab',
		title: 'Lab',
		about:
			'Ours: an update every 10 steps with 40 inner steps of Adam at 0.005, so that a run of ' +
			'300 steps approaches R/ΣR.',
		settings: {},
	},
	{
		id: 'paper',
		title: 'Paper',
		about:
			'As in arXiv 2406.08811: a 2-layer scorer, one gradient step of 0.0001 per 100 training ' +
			'steps. In a short run the shares hardly move.',
		settings: {
			interval: 100,
			atStepZero: true,
			examples: 64,
			averageStart: 'first',
			scorer: 'perceptron',
			optimizer: 'sgd',
			innerSteps: 1,
			learningRate: 1e-4,
			draw: 'batches',
		},
	},
	{
		id: 'code',
		title: 'Code',
		about:
			'As in github minghao-wu/mixture_of_skills: free numbers, 200 inner steps of Adam at ' +
			'0.0001, pretrained on proportional shares, all tokens. For similarity the code measures ' +
			'64 examples.',
		settings: {
			interval: 100,
			tokens: 'all',
			innerSteps: 200,
			learningRate: 1e-4,
			tau: 1,
			start: 'pretrained',
			keepMoments: true,
			replacement: true,
		},
	},
];
