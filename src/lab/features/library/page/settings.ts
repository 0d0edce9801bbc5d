/** Settings of an experiment by path, for the form. Their bounds are those of its schema. */
import {
	numberSpec,
	type ChoiceSpec,
	type NumberSpec,
	type TextSpec,
} from '#engine/core/parameters.ts';
import { boundsOf } from '#engine/core/fields.ts';
import { experimentSchema, type Experiment } from '#lab/run/experiment.ts';
import type { Budget } from '#engine/training/settings.ts';
import {
	adapterAt,
	adapterSpecs,
	choiceSpec,
	isAdapterPath,
	withAdapter,
} from './adapterFields.ts';

const fields = experimentSchema.entries;
const batching = fields.batching.entries;
const optimizer = fields.optimizer.entries;
const schedule = fields.schedule.entries;
const evaluation = fields.evaluation.entries;
const [tokens, seconds] = fields.budget.wrapped.options;

const run = {
	steps: numberSpec(
		'Steps',
		{ ...boundsOf(fields.steps), default: 300 },
		'How many batches the run trains on. With a budget of tokens or seconds: the most steps ' +
			'that it may take.',
	),
	seed: numberSpec(
		'Seed',
		{ ...boundsOf(fields.seed), default: 1 },
		'Decides the order of the data and every draw. The same seed on the same device gives the ' +
			'same curve.',
	),
	'budget.kind': choiceSpec(
		'Ends after',
		['steps', 'tokens', 'seconds'],
		'Steps: all of them. Tokens: the run ends with the batch that reaches so many, without ' +
			'padding. The schedule of the learning rate runs over the tokens, so a policy that draws ' +
			'longer examples trains on no more. Seconds: the run ends when steps, and what the policy ' +
			'measures and prepares, have taken so long. The run stores that step, and the same ' +
			'experiment ends there when it is opened again.',
	),
	'budget.tokens': numberSpec(
		'Token budget',
		{ ...boundsOf(tokens.entries.tokens), default: 200_000, unit: 'tokens' },
		'Tokens of the batches, prompts and answers, without padding. Give more steps than the run ' +
			'is likely to take.',
	),
	'budget.seconds': numberSpec(
		'Time budget',
		{ ...boundsOf(seconds.entries.seconds), default: 60, unit: 's' },
		'Wall time of steps, probes and preparations; evaluations do not count. The schedule of the ' +
			'learning rate runs over the steps.',
	),
	checkpointEvery: numberSpec(
		'Checkpoint every',
		{ ...boundsOf(fields.checkpointEvery), default: 50, unit: 'steps', advanced: true },
		'Steps between checkpoints. A run continues from its last checkpoint after a reload. Each ' +
			'switch and the end have a checkpoint too.',
	),
};

const learningRate = {
	'optimizer.learningRate': numberSpec(
		'Learning rate',
		{ ...boundsOf(optimizer.learningRate), default: 2e-3, slider: { min: 5e-4, max: 1e-2 } },
		'The peak of the schedule. If it is too high, the loss stops being a number: the run then ' +
			'stops and keeps its last good weights. The slider goes from 0.0005 to 0.01; other values ' +
			'can be typed.',
	),
	'schedule.warmup': numberSpec(
		'Warm-up',
		{ ...boundsOf(schedule.warmup), default: 0.1, unit: 'of the steps' },
		'Share of the steps over which the rate rises from 0 to its peak: 0.1 is a tenth of them.',
	),
	'schedule.floor': numberSpec(
		'Floor',
		{ ...boundsOf(schedule.floor), default: 0.02, unit: 'of the peak' },
		'The rate at the last step as a share of the peak, for linear and cosine.',
	),
	'schedule.kind': choiceSpec(
		'Schedule',
		['linear', 'cosine', 'constant'],
		'How the learning rate falls after the warm-up: linearly, along a half cosine, or not at ' +
			'all.',
	),
};

const batch = {
	'batching.size': numberSpec(
		'Batch',
		{ ...boundsOf(batching.size), default: 32, unit: 'examples' },
		'Examples per step.',
	),
	'batching.context': numberSpec(
		'Context',
		{ ...boundsOf(batching.context), default: 512, unit: 'tokens' },
		'The longest example. A longer one loses the start of its prompt, and never a part of its ' +
			'answer.',
	),
	'optimizer.weightDecay': numberSpec(
		'Weight decay',
		{ ...boundsOf(optimizer.weightDecay), default: 0.01 },
		'Pulls weights towards 0, decoupled from the gradient as in AdamW (arXiv 1711.05101).',
	),
	'optimizer.clip': numberSpec(
		'Clip',
		{ ...boundsOf(optimizer.clip), default: 1 },
		'The gradient is scaled down when its norm over all weights is above this.',
	),
	'batching.layout': choiceSpec(
		'Layout',
		['packed', 'padded'],
		'Packed: the examples follow each other and do not see each other. Padded: each example is ' +
			'filled up to the longest. The losses are the same; packed is faster where lengths differ.',
	),
	precision: choiceSpec(
		'Precision',
		['single', 'mixed'],
		'Single: every number has 32 bits. Mixed: weights and activations have 16 bits; sums and ' +
			'updates have 32. Mixed takes about half the memory, is faster on GPUs that compute in 16 ' +
			'bits, and gives a slightly different curve. It needs WebGPU: elsewhere the run is in ' +
			'single precision, and its log says so.',
	),
	activations: choiceSpec(
		'Activations',
		['kept', 'recomputed'],
		'The backward pass needs the results of the forward pass. Kept: they stay in memory. ' +
			'Recomputed: only the input of each layer stays, and the rest is computed twice (gradient ' +
			'checkpointing, arXiv 1604.06174): less memory, more time, the same curve.',
	),
	'optimizer.accumulation': numberSpec(
		'Accumulation',
		{ ...boundsOf(optimizer.accumulation), default: 1, unit: 'parts', advanced: true },
		'The number of parts of a batch. Their gradients are averaged: less memory, the same ' +
			'result.',
	),
	'optimizer.beta1': numberSpec(
		'β₁',
		{ ...boundsOf(optimizer.beta1), default: 0.9, advanced: true },
		'How slowly AdamW’s mean of the gradient changes. 32 bits round a larger one too much.',
	),
	'optimizer.beta2': numberSpec(
		'β₂',
		{ ...boundsOf(optimizer.beta2), default: 0.98, advanced: true },
		'How slowly AdamW’s mean of the squared gradient changes. 32 bits round a larger one too ' +
			'much.',
	),
	'optimizer.epsilon': numberSpec(
		'ε',
		{ ...boundsOf(optimizer.epsilon), default: 1e-8, advanced: true },
		'Keeps AdamW from dividing by 0.',
	),
};

const measuring = {
	'evaluation.every': numberSpec(
		'Evaluate every',
		{ ...boundsOf(evaluation.every), default: 50, unit: 'steps' },
		'Steps between evaluations on held-out rows. There is one before the first step and one ' +
			'after the last.',
	),
	'evaluation.examples': numberSpec(
		'Held-out rows',
		{ ...boundsOf(evaluation.examples), default: 50, unit: 'per skill' },
		'Rows per skill in an evaluation while the run trains; all rows if a skill has fewer.',
	),
	'evaluation.finalExamples': numberSpec(
		'Rows at the end',
		{ ...boundsOf(evaluation.finalExamples), default: 150, unit: 'per skill', advanced: true },
		'Rows per skill in the evaluation after the last step.',
	),
	'evaluation.samples': numberSpec(
		'Samples',
		{ ...boundsOf(evaluation.samples), default: 1, unit: 'per skill', advanced: true },
		'Answers that are generated and shown at each evaluation.',
	),
	'evaluation.best': choiceSpec(
		'Best checkpoint',
		['off', 'loss', 'exact', 'worst', 'skill'],
		'Keeps the weights of the best evaluation beside the last ones. Loss and exact match: the ' +
			'average over the trained skills. Worst: the lowest exact match. Skill: the loss of one ' +
			'skill. It is measured on validation rows, never on the held-out rows of the results, ' +
			'which it would make look too good.',
	),
	'evaluation.bestSkill': {
		kind: 'text',
		label: 'Skill of the best checkpoint',
		default: '',
		help: 'The id of the skill whose loss chooses the checkpoint, for example add.',
	} satisfies TextSpec,
};

export const settingGroups = [
	{ title: 'Run', specs: run },
	{ title: 'What is trained', specs: adapterSpecs },
	{ title: 'Learning rate and schedule', specs: learningRate },
	{ title: 'Batch and optimizer', specs: batch },
	{ title: 'Evaluation', specs: measuring },
] as const;

export const settingSpecs = { ...run, ...adapterSpecs, ...learningRate, ...batch, ...measuring };
export type SettingPath = keyof typeof settingSpecs;
type BudgetPath = `budget.${Budget['kind']}`;

export const settingPaths = Object.keys(settingSpecs) as readonly SettingPath[];
export const toSpec = (path: SettingPath): NumberSpec | ChoiceSpec | TextSpec => settingSpecs[path];

const isBudget = (path: SettingPath): path is BudgetPath =>
	path === 'budget.tokens' || path === 'budget.seconds';

/** Whether the experiment uses this setting. */
export function matters({ budget, adapter, evaluation }: Experiment, path: SettingPath): boolean {
	if (path === 'evaluation.bestSkill') return evaluation.best === 'skill';
	if (path === 'adapter.base') return adapter !== undefined && !adapter.dora;
	if (isAdapterPath(path)) return adapter !== undefined || path === 'adapter.kind';
	return !isBudget(path) || path === `budget.${budget?.kind}`;
}

/** The setting's default if the experiment leaves it out. */
export function settingAt(experiment: Experiment, path: SettingPath): string | number {
	if (isAdapterPath(path)) return adapterAt(experiment.adapter, path);
	const [first, second] = path.split('.') as [keyof Experiment, string | undefined];
	const group = matters(experiment, path) ? experiment[first] : undefined;
	const value = second === undefined ? group : (group as Record<string, unknown>)?.[second];
	return (value as string | number | undefined) ?? toSpec(path).default;
}

export function withSetting(
	experiment: Experiment,
	path: SettingPath,
	value: string | number,
): Experiment {
	if (isAdapterPath(path)) return withAdapter(experiment, path, value);
	const [first, second] = path.split('.') as [keyof Experiment, string | undefined];
	if (path === 'evaluation.best') return withBest(experiment, value);
	if (first === 'budget') return withBudget(experiment, path, value);
	if (second === undefined) return { ...experiment, [first]: value };
	return { ...experiment, [first]: { ...(experiment[first] as object), [second]: value } };
}

/** Off leaves out both fields, so that the experiment equals one of earlier versions. */
function withBest({ evaluation, ...others }: Experiment, value: string | number): Experiment {
	const { best: _best, bestSkill, ...rest } = evaluation;
	if (value === 'off') return { ...others, evaluation: rest };
	const best = value as NonNullable<Experiment['evaluation']['best']>;
	const skill = best === 'skill' && bestSkill !== undefined ? { bestSkill } : {};
	return { ...others, evaluation: { ...rest, best, ...skill } };
}

/** `budget.stopped` belongs to one number of seconds: another budget drops it. */
function withBudget(experiment: Experiment, path: SettingPath, value: string | number): Experiment {
	if (!matters(experiment, path) || value === settingAt(experiment, path)) return experiment;
	const { budget, ...others } = experiment;
	const isKind = path === 'budget.kind';
	const kind = isKind ? value : budget?.kind;
	const amount = (path: BudgetPath) => (isKind ? run[path].default : Number(value));
	if (kind === 'tokens') return { ...others, budget: { kind, tokens: amount('budget.tokens') } };
	if (kind === 'seconds') return { ...others, budget: { kind, seconds: amount('budget.seconds') } };
	return others;
}

/** Parses `5e-4`, `0.003`, `3,000`, `0,003`: a lone comma is decimal unless three digits follow. */
export function parseNumber(text: string): number {
	const plain = text.trim().replaceAll(/[\s_]/g, '');
	if (plain === '') return NaN;
	const grouped = /^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(plain);
	return Number(grouped ? plain.replaceAll(',', '') : plain.replace(',', '.'));
}
