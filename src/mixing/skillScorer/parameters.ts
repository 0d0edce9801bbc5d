/**
 * The settings of MoS and MoSpec. Each difference between the paper (arXiv 2406.08811) and its
 * official code (github minghao-wu/mixture_of_skills @0ca09a8), and each gap, is a setting with its
 * source in the help. The defaults are the lab's: a run of some hundred steps shows the effect.
 */
import { settingsOf, type ParameterValues } from '#engine/core/parameters.ts';
import { presetsOf } from '../policy.ts';

export const rewardSettings = settingsOf('scorer', {
	reward: {
		kind: 'choice',
		options: ['difficulty', 'similarity', 'loss-ratio', 'error-rate', 'alignment', 'uncertainty'],
	},
	average: { kind: 'flag', default: true },
});

export const scorerSettings = settingsOf('scorer', {
	interval: { kind: 'whole', default: 10, min: 1, max: 10_000, unit: true, advanced: true },
	atStepZero: { kind: 'flag', default: false, advanced: true },
	examples: { kind: 'whole', default: 16, min: 1, max: 256, unit: true, advanced: true },
	tokens: { kind: 'choice', options: ['answer', 'all'], advanced: true },
	beta: { kind: 'number', default: 0.9, min: 0.01, max: 1, advanced: true },
	averageStart: { kind: 'choice', options: ['one', 'first'], advanced: true },
	scorer: { kind: 'choice', options: ['logits', 'perceptron'], advanced: true },
	optimizer: { kind: 'choice', options: ['adam', 'sgd'], advanced: true },
	innerSteps: { kind: 'whole', default: 40, min: 1, max: 1000, unit: true, advanced: true },
	learningRate: { kind: 'number', default: 5e-3, min: 1e-6, max: 10, advanced: true },
	tau: { kind: 'number', default: 1000, min: 1, max: 1000, advanced: true },
	start: { kind: 'choice', options: ['prior', 'pretrained'], advanced: true },
	keepMoments: { kind: 'flag', default: false, advanced: true },
	draw: { kind: 'choice', options: ['examples', 'batches'], advanced: true },
	replacement: { kind: 'flag', default: false, advanced: true },
});

export type ScorerSettings = ParameterValues<typeof rewardSettings & typeof scorerSettings>;

/** A preset names what differs from the defaults. It does not set reward, average and target. */
export const scorerPresets = presetsOf('scorer', {
	lab: {},
	paper: {
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
	code: {
		interval: 100,
		tokens: 'all',
		innerSteps: 200,
		learningRate: 1e-4,
		tau: 1,
		start: 'pretrained',
		keepMoments: true,
		replacement: true,
	},
	/** Ours, for 50 to 200 steps of a large model: few measured rows, and the first update counts. */
	short: { interval: 10, examples: 4, beta: 0.5, averageStart: 'first', learningRate: 0.02 },
});
