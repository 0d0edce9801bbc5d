/** Skill-It's settings. Each help names the source of the default. */
import { choiceSpec, flagSpec, numberSpec, type ParameterSpecs } from '#core/parameters.ts';

export const skillItSettings = {
	targets: {
		kind: 'skills',
		label: 'Targets',
		help: 'The skills whose validation loss should fall. Default: all of them.',
	},
	eta: numberSpec(
		'Step size η',
		{ default: 0.5, min: 0, max: 20 },
		"Strength of the measured help in the shares: 0.2 in the code's script; 0.5 here, because " +
			'a short run has few updates.',
	),
	every: numberSpec(
		'Steps between updates',
		{ default: 20, min: 1, max: 10_000, integer: true, unit: 'steps' },
		'Each update measures the validation losses and sets the shares: every 400 steps in the ' +
			"code's script, every 20 here.",
	),
	window: numberSpec(
		'Window w',
		{ default: 3, min: 1, max: 100, integer: true, unit: 'evaluations', advanced: true },
		'Number of last evaluations that count: 3 in the code.',
	),
	rows: numberSpec(
		'Rows per skill',
		{ default: 16, min: 1, max: 1024, integer: true, unit: 'examples', advanced: true },
		'Validation examples of each skill per evaluation, always the same (our choice: 16).',
	),
	graphSteps: numberSpec(
		'Steps per skill for the graph',
		{ default: 20, min: 1, max: 10_000, integer: true, unit: 'steps' },
		'Before the run, each skill is trained alone from the base for this many steps. They ' +
			'count as cost (our choice: 20).',
	),
	normalisation: choiceSpec(
		'Entries of the graph',
		{ options: { relative: 'Relative fall', nats: 'Fall in nats' }, advanced: true },
		"The fall of a skill's loss relative to its loss on the base (our reading of the paper), " +
			'or in nats.',
	),
	clip: flagSpec(
		'Clip negative entries to 0',
		{ default: true },
		'Training on one skill alone mostly makes the others worse. On: such entries count as no ' +
			'effect (our reading of the paper).',
	),
} as const satisfies ParameterSpecs;
