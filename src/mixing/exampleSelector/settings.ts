/** RAISE's settings: one list for the form, the defaults, their checks and the docs. */
import { sentence } from '#engine/core/message.ts';
import {
	choiceSpec,
	flagSpec,
	numberSpec,
	type ParameterSpecs,
	type ParameterValues,
} from '#engine/core/parameters.ts';

export const raiseParameters = {
	mode: choiceSpec(
		sentence('raise.settings.mode.label'),
		{
			options: {
				first: sentence('raise.settings.mode.options.first'),
				online: sentence('raise.settings.mode.options.online'),
			},
		},
		sentence('raise.settings.mode.help'),
	),
	targets: {
		kind: 'skills',
		label: sentence('raise.settings.targets.label'),
		help: sentence('raise.settings.targets.help'),
	},
	validation: numberSpec(
		sentence('raise.settings.validation.label'),
		{ default: 64, min: 4, max: 1024, integer: true, advanced: true },
		sentence('raise.settings.validation.help'),
	),
	episodes: numberSpec(
		sentence('raise.settings.episodes.label'),
		{ default: 40, min: 1, max: 200, integer: true },
		sentence('raise.settings.episodes.help'),
	),
	episodeSteps: numberSpec(
		sentence('raise.settings.episodeSteps.label'),
		{ default: 0, min: 0, max: 100000, integer: true, advanced: true },
		sentence('raise.settings.episodeSteps.help'),
	),
	subset: numberSpec(
		sentence('raise.settings.subset.label'),
		{ default: 1, min: 0.01, max: 1, advanced: true },
		sentence('raise.settings.subset.help'),
	),
	classes: numberSpec(
		sentence('raise.settings.classes.label'),
		{ default: 1, min: 1, max: 32, integer: true, advanced: true },
		sentence('raise.settings.classes.help'),
	),
	selection: choiceSpec(
		sentence('raise.settings.selection.label'),
		{
			options: {
				sampled: sentence('raise.settings.selection.options.sampled'),
				greedy: sentence('raise.settings.selection.options.greedy'),
			},
			advanced: true,
		},
		sentence('raise.settings.selection.help'),
	),
	temperature: numberSpec(
		sentence('raise.settings.temperature.label'),
		{ default: 1, min: 0.05, max: 10, advanced: true },
		sentence('raise.settings.temperature.help'),
	),
	repeats: numberSpec(
		sentence('raise.settings.repeats.label'),
		{ default: 0, min: 0, max: 1000, integer: true, advanced: true },
		sentence('raise.settings.repeats.help'),
	),
	candidates: numberSpec(
		sentence('raise.settings.candidates.label'),
		{ default: 512, min: 0, max: 4096, integer: true, advanced: true },
		sentence('raise.settings.candidates.help'),
	),
	runCandidates: numberSpec(
		sentence('raise.settings.runCandidates.label'),
		{ default: 0, min: 0, max: 4096, integer: true, advanced: true },
		sentence('raise.settings.runCandidates.help'),
	),
	every: numberSpec(
		sentence('raise.settings.every.label'),
		{ default: 1, min: 1, max: 100, integer: true, advanced: true },
		sentence('raise.settings.every.help'),
	),
	refresh: numberSpec(
		sentence('raise.settings.refresh.label'),
		{ default: 10, min: 1, max: 1000, integer: true, advanced: true },
		sentence('raise.settings.refresh.help'),
	),
	horizon: numberSpec(
		sentence('raise.settings.horizon.label'),
		{ default: 10, min: 2, max: 1000, integer: true, advanced: true },
		sentence('raise.settings.horizon.help'),
	),
	leaveOut: choiceSpec(
		sentence('raise.settings.leaveOut.label'),
		{
			options: {
				none: sentence('raise.settings.leaveOut.options.none'),
				stage: sentence('raise.settings.leaveOut.options.stage'),
				difficulty: sentence('raise.settings.leaveOut.options.difficulty'),
				semantics: sentence('raise.settings.leaveOut.options.semantics'),
				availability: sentence('raise.settings.leaveOut.options.availability'),
			},
			advanced: true,
		},
		sentence('raise.settings.leaveOut.help'),
	),
	hidden: numberSpec(
		sentence('raise.settings.hidden.label'),
		{ default: 16, min: 4, max: 256, integer: true, advanced: true },
		sentence('raise.settings.hidden.help'),
	),
	learningRate: numberSpec(
		sentence('raise.settings.learningRate.label'),
		{ default: 0.015, min: 0.00001, max: 0.1, advanced: true },
		sentence('raise.settings.learningRate.help'),
	),
	epochs: numberSpec(
		sentence('raise.settings.epochs.label'),
		{ default: 4, min: 1, max: 50, integer: true, advanced: true },
		sentence('raise.settings.epochs.help'),
	),
	minibatch: numberSpec(
		sentence('raise.settings.minibatch.label'),
		{ default: 16, min: 1, max: 10000, integer: true, advanced: true },
		sentence('raise.settings.minibatch.help'),
	),
	stretch: numberSpec(
		sentence('raise.settings.stretch.label'),
		{ default: 30, min: 0, max: 10000, integer: true, advanced: true },
		sentence('raise.settings.stretch.help'),
	),
	gamma: numberSpec(
		sentence('raise.settings.gamma.label'),
		{ default: 0.95, min: 0, max: 1, advanced: true },
		sentence('raise.settings.gamma.help'),
	),
	lambda: numberSpec(
		sentence('raise.settings.lambda.label'),
		{ default: 0.95, min: 0, max: 1, advanced: true },
		sentence('raise.settings.lambda.help'),
	),
	decay: flagSpec(
		sentence('raise.settings.decay.label'),
		{ default: true, advanced: true },
		sentence('raise.settings.decay.help'),
	),
	keep: choiceSpec(
		sentence('raise.settings.keep.label'),
		{
			options: {
				best: sentence('raise.settings.keep.options.best'),
				last: sentence('raise.settings.keep.options.last'),
			},
			advanced: true,
		},
		sentence('raise.settings.keep.help'),
	),
	clip: numberSpec(
		sentence('raise.settings.clip.label'),
		{ default: 0.3, min: 0.01, max: 10, advanced: true },
		sentence('raise.settings.clip.help'),
	),
	ratio: choiceSpec(
		sentence('raise.settings.ratio.label'),
		{
			options: {
				mean: sentence('raise.settings.ratio.options.mean'),
				product: sentence('raise.settings.ratio.options.product'),
			},
			advanced: true,
		},
		sentence('raise.settings.ratio.help'),
	),
	entropy: numberSpec(
		sentence('raise.settings.entropy.label'),
		{ default: 0.01, min: 0, max: 1, advanced: true },
		sentence('raise.settings.entropy.help'),
	),
	valueWeight: numberSpec(
		sentence('raise.settings.valueWeight.label'),
		{ default: 0.5, min: 0, max: 10, advanced: true },
		sentence('raise.settings.valueWeight.help'),
	),
} as const satisfies ParameterSpecs;

export type RaiseValues = ParameterValues<typeof raiseParameters>;
