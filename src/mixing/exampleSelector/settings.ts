/** RAISE's settings: one list for the form, the defaults, their checks and the docs. */
import {
	choiceSpec,
	flagSpec,
	numberSpec,
	type ParameterSpecs,
	type ParameterValues,
} from '#engine/core/parameters.ts';

const ourChoice = 'Our choice, no source has it.';

export const raiseParameters = {
	mode: choiceSpec(
		'When the selector learns',
		{ options: { first: 'Before the run, then frozen (the paper)', online: 'In the run (ours)' } },
		'Before the run from roll-outs, then frozen (paper), or in the run itself without ' +
			'roll-outs (ours).',
	),
	targets: {
		kind: 'skills',
		label: 'Target skills',
		help:
			'The skills whose validation loss the selector lowers. Default: the average over all. The ' +
			'paper targets a task by its validation set.',
	},
	validation: numberSpec(
		'Validation examples',
		{ default: 64, min: 4, max: 1024, integer: true, advanced: true },
		'Size of the fixed validation batch over all targets, measured after each step while the ' +
			'selector learns. Our choice.',
	),
	episodes: numberSpec(
		'Roll-outs K',
		{ default: 40, min: 1, max: 200, integer: true },
		'Training runs from the start weights that train the selector. Paper: 20; here 40, ' +
			'because later ones still help.',
	),
	episodeSteps: numberSpec(
		'Steps of a roll-out',
		{ default: 0, min: 0, max: 100000, integer: true, advanced: true },
		'In optimizer steps; 0: as many as the run, as in the paper.',
	),
	subset: numberSpec(
		'Share of the pool in roll-outs',
		{ default: 1, min: 0.01, max: 1, advanced: true },
		'The paper uses 5 % of its 52,000 examples. Here all of them, because the built-in skills ' +
			'are small.',
	),
	classes: numberSpec(
		'Classes C',
		{ default: 1, min: 1, max: 32, integer: true, advanced: true },
		'k-means classes by meaning, with equal counts in each batch (paper: 1, 2 or 4). With one ' +
			'target skill use 1: classes follow the skills, and more classes fix its share at 1/C.',
	),
	selection: choiceSpec(
		'Selection in the run',
		{
			options: { sampled: 'Sampled by score', greedy: 'Greedy: the best by score (the paper)' },
			advanced: true,
		},
		'Sampled by score, or always the best by score (paper). Greedy repeats the same few ' +
			'examples; in our study it was worse.',
	),
	temperature: numberSpec(
		'Sampling temperature in the run',
		{ default: 1, min: 0.05, max: 10, advanced: true },
		`Divides the scores; a value below 1 is closer to greedy. ${ourChoice}`,
	),
	repeats: numberSpec(
		'Most picks of an example',
		{ default: 0, min: 0, max: 1000, integer: true, advanced: true },
		`The most picks of an example; 0: no cap. ${ourChoice}`,
	),
	candidates: numberSpec(
		'Candidates while it learns',
		{ default: 512, min: 0, max: 4096, integer: true, advanced: true },
		'Examples scored for one choice, drawn at random from the pool; 0: all, up to 4,096. The ' +
			`paper scores all. ${ourChoice}`,
	),
	runCandidates: numberSpec(
		'Candidates in the run',
		{ default: 0, min: 0, max: 4096, integer: true, advanced: true },
		'The same for the frozen selector in the run; 0: all, up to 4,096 at a time.',
	),
	every: numberSpec(
		'Steps per choice',
		{ default: 1, min: 1, max: 100, integer: true, advanced: true },
		'Number of batches that one choice fills. The paper suggests this for very large pools.',
	),
	refresh: numberSpec(
		'Steps between measurements in the run',
		{ default: 10, min: 1, max: 1000, integer: true, advanced: true },
		'How often the run measures the validation loss for the frozen selector; each costs one ' +
			'pass over the validation batch. Our choice.',
	),
	horizon: numberSpec(
		'Choices per update in the run',
		{ default: 10, min: 2, max: 1000, integer: true, advanced: true },
		'For learning in the run: PPO updates after this many choices. Our choice.',
	),
	leaveOut: choiceSpec(
		'Features left out',
		{
			options: {
				none: 'None',
				stage: 'Stage',
				difficulty: 'Difficulty',
				semantics: 'Semantics',
				availability: 'Availability',
			},
			advanced: true,
		},
		'Sets one part of the state to 0, as in the ablation of the paper. There the stage ' +
			'mattered most.',
	),
	hidden: numberSpec(
		'Hidden width',
		{ default: 16, min: 4, max: 256, integer: true, advanced: true },
		`Width of the two hidden layers of actor and critic. ${ourChoice}`,
	),
	learningRate: numberSpec(
		'Learning rate of the selector',
		{ default: 0.015, min: 0.00001, max: 0.1, advanced: true },
		`Adam's learning rate for actor and critic. ${ourChoice}`,
	),
	epochs: numberSpec(
		'PPO epochs',
		{ default: 4, min: 1, max: 50, integer: true, advanced: true },
		`Passes over an episode per update. ${ourChoice}`,
	),
	minibatch: numberSpec(
		'Choices per Adam step',
		{ default: 16, min: 1, max: 10000, integer: true, advanced: true },
		`Choices per minibatch of PPO. ${ourChoice}`,
	),
	stretch: numberSpec(
		'Choices standardised together',
		{ default: 30, min: 0, max: 10000, integer: true, advanced: true },
		'Advantages get mean 0 and deviation 1 over this many neighbouring choices. Otherwise the ' +
			`early steps, which move the loss most, dominate. 0: over the whole episode. ${ourChoice}`,
	),
	gamma: numberSpec(
		'Discount γ',
		{ default: 0.95, min: 0, max: 1, advanced: true },
		`Weight of a later reward, per choice. ${ourChoice}`,
	),
	lambda: numberSpec(
		'GAE λ',
		{ default: 0.95, min: 0, max: 1, advanced: true },
		`0 trusts the critic, 1 the measured rewards. ${ourChoice}`,
	),
	decay: flagSpec(
		'Decay the learning rate',
		{ default: true, advanced: true },
		'Linearly to 0 over the roll-outs. At a constant rate a good selector got worse again. ' +
			`${ourChoice}`,
	),
	keep: choiceSpec(
		'Selector that is kept',
		{ options: { best: 'The best roll-out’s (ours)', last: 'The last (paper)' }, advanced: true },
		'The selector of the roll-out with the lowest final validation loss (ours), or after the ' +
			'last update (paper, our reading).',
	),
	clip: numberSpec(
		'PPO clip ε',
		{ default: 0.3, min: 0.01, max: 10, advanced: true },
		`The ratio of a class's choice counts only within 1 ± ε. ${ourChoice}`,
	),
	ratio: choiceSpec(
		'Ratio of a class',
		{
			options: { mean: 'Geometric mean over its picks (ours)', product: 'Product over its picks' },
			advanced: true,
		},
		'The paper has one ratio per class. As a product over 16 picks it reaches ε = 0.2 when ' +
			'each probability has changed by 1 %, and learning stalls. With the geometric mean, ε ' +
			'means the same for any batch.',
	),
	entropy: numberSpec(
		'Entropy weight',
		{ default: 0.01, min: 0, max: 1, advanced: true },
		`Rewards exploration of other examples. ${ourChoice}`,
	),
	valueWeight: numberSpec(
		'Value loss weight',
		{ default: 0.5, min: 0, max: 10, advanced: true },
		`Weight of the critic's squared error; ${ourChoice.toLowerCase()}`,
	),
} as const satisfies ParameterSpecs;

export type RaiseValues = ParameterValues<typeof raiseParameters>;
