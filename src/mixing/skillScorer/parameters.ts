/**
 * The settings of MoS and MoSpec. Each difference between the paper (arXiv 2406.08811) and its
 * official code (github minghao-wu/mixture_of_skills @0ca09a8), and each gap, is a setting with its
 * source in the help. The defaults are the lab's: a run of some hundred steps shows the effect.
 */
import { sentence } from '#engine/core/message.ts';
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
		sentence('scorer.settings.reward.label'),
		{
			options: {
				difficulty: sentence('scorer.settings.reward.options.difficulty'),
				similarity: sentence('scorer.settings.reward.options.similarity'),
				'loss-ratio': sentence('scorer.settings.reward.options.loss-ratio'),
				'error-rate': sentence('scorer.settings.reward.options.error-rate'),
				alignment: sentence('scorer.settings.reward.options.alignment'),
				uncertainty: sentence('scorer.settings.reward.options.uncertainty'),
			},
		},
		sentence('scorer.settings.reward.help'),
	),
	average: flagSpec(
		sentence('scorer.settings.average.label'),
		{ default: true },
		sentence('scorer.settings.average.help'),
	),
} as const satisfies ParameterSpecs;

export const scorerSettings = {
	interval: numberSpec(
		sentence('scorer.settings.interval.label'),
		{
			default: 10,
			min: 1,
			max: 10_000,
			integer: true,
			unit: sentence('scorer.settings.interval.unit'),
			advanced: true,
		},
		sentence('scorer.settings.interval.help'),
	),
	atStepZero: flagSpec(
		sentence('scorer.settings.atStepZero.label'),
		{ default: false, advanced: true },
		sentence('scorer.settings.atStepZero.help'),
	),
	examples: numberSpec(
		sentence('scorer.settings.examples.label'),
		{
			default: 16,
			min: 1,
			max: 256,
			integer: true,
			unit: sentence('scorer.settings.examples.unit'),
			advanced: true,
		},
		sentence('scorer.settings.examples.help'),
	),
	tokens: choiceSpec(
		sentence('scorer.settings.tokens.label'),
		{
			options: {
				answer: sentence('scorer.settings.tokens.options.answer'),
				all: sentence('scorer.settings.tokens.options.all'),
			},
			advanced: true,
		},
		sentence('scorer.settings.tokens.help'),
	),
	beta: numberSpec(
		sentence('scorer.settings.beta.label'),
		{ default: 0.9, min: 0.01, max: 1, advanced: true },
		sentence('scorer.settings.beta.help'),
	),
	averageStart: choiceSpec(
		sentence('scorer.settings.averageStart.label'),
		{
			options: {
				one: sentence('scorer.settings.averageStart.options.one'),
				first: sentence('scorer.settings.averageStart.options.first'),
			},
			advanced: true,
		},
		sentence('scorer.settings.averageStart.help'),
	),
	scorer: choiceSpec(
		sentence('scorer.settings.scorer.label'),
		{
			options: {
				logits: sentence('scorer.settings.scorer.options.logits'),
				perceptron: sentence('scorer.settings.scorer.options.perceptron'),
			},
			advanced: true,
		},
		sentence('scorer.settings.scorer.help'),
	),
	optimizer: choiceSpec(
		sentence('scorer.settings.optimizer.label'),
		{
			options: {
				adam: sentence('scorer.settings.optimizer.options.adam'),
				sgd: sentence('scorer.settings.optimizer.options.sgd'),
			},
			advanced: true,
		},
		sentence('scorer.settings.optimizer.help'),
	),
	innerSteps: numberSpec(
		sentence('scorer.settings.innerSteps.label'),
		{
			default: 40,
			min: 1,
			max: 1000,
			integer: true,
			unit: sentence('scorer.settings.innerSteps.unit'),
			advanced: true,
		},
		sentence('scorer.settings.innerSteps.help'),
	),
	learningRate: numberSpec(
		sentence('scorer.settings.learningRate.label'),
		{ default: 5e-3, min: 1e-6, max: 10, advanced: true },
		sentence('scorer.settings.learningRate.help'),
	),
	tau: numberSpec(
		sentence('scorer.settings.tau.label'),
		{ default: 1000, min: 1, max: 1000, advanced: true },
		sentence('scorer.settings.tau.help'),
	),
	start: choiceSpec(
		sentence('scorer.settings.start.label'),
		{
			options: {
				prior: sentence('scorer.settings.start.options.prior'),
				pretrained: sentence('scorer.settings.start.options.pretrained'),
			},
			advanced: true,
		},
		sentence('scorer.settings.start.help'),
	),
	keepMoments: flagSpec(
		sentence('scorer.settings.keepMoments.label'),
		{ default: false, advanced: true },
		sentence('scorer.settings.keepMoments.help'),
	),
	draw: choiceSpec(
		sentence('scorer.settings.draw.label'),
		{
			options: {
				examples: sentence('scorer.settings.draw.options.examples'),
				batches: sentence('scorer.settings.draw.options.batches'),
			},
			advanced: true,
		},
		sentence('scorer.settings.draw.help'),
	),
	replacement: flagSpec(
		sentence('scorer.settings.replacement.label'),
		{ default: false, advanced: true },
		sentence('scorer.settings.replacement.help'),
	),
} as const satisfies ParameterSpecs;

export type ScorerSettings = ParameterValues<typeof rewardSettings & typeof scorerSettings>;

/** A preset names what differs from the defaults. It does not set reward, average and target. */
export const scorerPresets: readonly PolicyPreset[] = [
	{
		id: 'lab',
		title: sentence('scorer.presets.lab.title'),
		about: sentence('scorer.presets.lab.about'),
		settings: {},
	},
	{
		id: 'paper',
		title: sentence('scorer.presets.paper.title'),
		about: sentence('scorer.presets.paper.about'),
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
		title: sentence('scorer.presets.code.title'),
		about: sentence('scorer.presets.code.about'),
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
