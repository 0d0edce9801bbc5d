/** The settings of an experiment as form fields: path, bounds, options and layout. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { Budget } from '#training/settings.ts';

export interface NumberField {
	readonly path: string;
	readonly min: number;
	readonly max: number;
	/** Exclusive lower and upper bounds. */
	readonly aboveMin?: true;
	readonly belowMax?: true;
	readonly integer?: true;
	/**
	 * Ends of a logarithmic slider over sensible values; a typed value may be anywhere in min … max.
	 */
	readonly slider?: { readonly min: number; readonly max: number };
}
export interface ChoiceField {
	readonly path: string;
	readonly options: readonly string[];
}

/** Mirrors the bounds of the experiment's schema, which is the authority. */
export const numberFields = [
	{ path: 'steps', min: 1, max: 1_000_000, integer: true },
	{ path: 'seed', min: 0, max: Number.MAX_SAFE_INTEGER, integer: true },
	{ path: 'budget.tokens', min: 1, max: 1e12, integer: true },
	{ path: 'budget.seconds', min: 0, aboveMin: true, max: 1e6 },
	{ path: 'batching.size', min: 1, max: 1024, integer: true },
	{ path: 'batching.context', min: 16, max: 4096, integer: true },
	{
		path: 'optimizer.learningRate',
		min: 0,
		aboveMin: true,
		max: 1,
		slider: { min: 5e-4, max: 1e-2 },
	},
	{ path: 'optimizer.weightDecay', min: 0, max: 10 },
	{ path: 'optimizer.clip', min: 0, aboveMin: true, max: 1e6 },
	{ path: 'optimizer.accumulation', min: 1, max: 1024, integer: true },
	{ path: 'optimizer.beta1', min: 0, max: 1, belowMax: true },
	{ path: 'optimizer.beta2', min: 0, max: 1, belowMax: true },
	{ path: 'optimizer.epsilon', min: 0, aboveMin: true, max: 0.1 },
	{ path: 'schedule.warmup', min: 0, max: 1 },
	{ path: 'schedule.floor', min: 0, max: 1 },
	{ path: 'evaluation.every', min: 1, max: 1_000_000, integer: true },
	{ path: 'evaluation.examples', min: 1, max: 100_000, integer: true },
	{ path: 'evaluation.finalExamples', min: 1, max: 100_000, integer: true },
	{ path: 'evaluation.samples', min: 0, max: 100, integer: true },
	{ path: 'checkpointEvery', min: 1, max: 1_000_000, integer: true },
] as const satisfies readonly NumberField[];
export const choiceFields = [
	{ path: 'budget.kind', options: ['steps', 'tokens', 'seconds'] },
	{ path: 'batching.layout', options: ['packed', 'padded'] },
	{ path: 'precision', options: ['single', 'mixed'] },
	{ path: 'activations', options: ['kept', 'recomputed'] },
	{ path: 'schedule.kind', options: ['linear', 'cosine', 'constant'] },
] as const satisfies readonly ChoiceField[];

export type NumberPath = (typeof numberFields)[number]['path'];
export type ChoicePath = (typeof choiceFields)[number]['path'];
export type SettingPath = NumberPath | ChoicePath;

/** The form's layout. `rare` fields are folded away, because most users never change them. */
export const settingGroups = [
	{
		id: 'run',
		numbers: ['steps', 'seed'],
		choices: ['budget.kind'],
		after: ['budget.tokens', 'budget.seconds'],
		rare: ['checkpointEvery'],
	},
	{
		id: 'rate',
		numbers: ['optimizer.learningRate', 'schedule.warmup', 'schedule.floor'],
		choices: ['schedule.kind'],
		rare: [],
	},
	{
		id: 'batch',
		numbers: ['batching.size', 'batching.context', 'optimizer.weightDecay', 'optimizer.clip'],
		choices: ['batching.layout', 'precision', 'activations'],
		rare: ['optimizer.accumulation', 'optimizer.beta1', 'optimizer.beta2', 'optimizer.epsilon'],
	},
	{
		id: 'evaluation',
		numbers: ['evaluation.every', 'evaluation.examples'],
		choices: [],
		rare: ['evaluation.finalExamples', 'evaluation.samples'],
	},
] as const satisfies readonly {
	readonly id: string;
	readonly numbers: readonly NumberPath[];
	readonly choices: readonly ChoicePath[];
	/** Shown after the choices, and only if a choice uses it. */
	readonly after?: readonly NumberPath[];
	readonly rare: readonly NumberPath[];
}[];

export const numberField = (path: NumberPath): NumberField =>
	numberFields.find((field) => field.path === path)!;

type Tree = { readonly [key: string]: unknown };

/** The form's value for a budget that the experiment does not have. */
const usualBudget = { 'budget.tokens': 200_000, 'budget.seconds': 60 } as const;
const isBudget = (path: string): path is keyof typeof usualBudget =>
	Object.hasOwn(usualBudget, path);

/** Whether the experiment uses this number. */
export const matters = ({ budget }: Experiment, path: NumberPath): boolean =>
	!isBudget(path) || path === `budget.${budget?.kind}`;

/** The first option is the default of a field that the experiment leaves out. */
export function settingAt(experiment: Experiment, path: SettingPath): string | number {
	if (isBudget(path) && !matters(experiment, path)) return usualBudget[path];
	const value = path
		.split('.')
		.reduce<unknown>((value, key) => (value as Tree | undefined)?.[key], experiment) as
		string | number | undefined;
	return value ?? choiceFields.find((field) => field.path === path)!.options[0];
}

export function withSetting(
	experiment: Experiment,
	path: SettingPath,
	value: string | number,
): Experiment {
	if (path.startsWith('budget.')) return withBudget(experiment, path, value);
	const [first, second] = path.split('.') as [keyof Experiment, string | undefined];
	if (second === undefined) return { ...experiment, [first]: value };
	return { ...experiment, [first]: { ...(experiment[first] as object), [second]: value } };
}

/** `endsAt` belongs to one number of seconds: a new number removes it. */
function withBudget(experiment: Experiment, path: SettingPath, value: string | number): Experiment {
	const { budget, ...others } = experiment;
	if (path !== 'budget.kind') {
		if (path !== `budget.${budget?.kind}` || value === settingAt(experiment, path))
			return experiment;
		return { ...others, budget: budgetOf(budget?.kind, Number(value)) };
	}
	if (value === (budget?.kind ?? 'steps')) return experiment;
	if (value === 'tokens')
		return { ...others, budget: budgetOf('tokens', usualBudget['budget.tokens']) };
	if (value === 'seconds')
		return { ...others, budget: budgetOf('seconds', usualBudget['budget.seconds']) };
	return others;
}

const budgetOf = (kind: Budget['kind'] | undefined, amount: number): Budget =>
	kind === 'tokens' ? { kind, tokens: amount } : { kind: 'seconds', seconds: amount };

/**
 * Parses `5e-4`, `0.003`, `3,000` and `0,003`. A lone comma is a decimal comma unless three digits
 * follow it.
 */
export function parseNumber(text: string): number {
	const plain = text.trim().replaceAll(/[\s_]/g, '');
	if (plain === '') return NaN;
	const grouped = /^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(plain);
	return Number(grouped ? plain.replaceAll(',', '') : plain.replace(',', '.'));
}

/** Logarithmic slider: value → fraction in 0 … 1, and back, rounded to two significant digits. */
export const sliderFraction = (value: number, { min, max }: { min: number; max: number }): number =>
	Math.min(1, Math.max(0, Math.log(value / min) / Math.log(max / min)));
export const sliderValue = (fraction: number, { min, max }: { min: number; max: number }): number =>
	Number((min * (max / min) ** fraction).toPrecision(2));
