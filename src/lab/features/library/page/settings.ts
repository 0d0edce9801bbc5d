/** The fields of the settings form: bounds, choices and defaults are those of the experiment. */
import type { Json } from '#engine/core/json.ts';
import type { ChoiceSpec, NumberSpec, TextSpec } from '#engine/core/parameters.ts';
import { withoutDefaults } from '#engine/core/schemaFields.ts';
import type { Budget } from '#engine/training/settings.ts';
import {
	allLinear,
	defaultAdapter,
	experimentSchema,
	type Experiment,
} from '#lab/run/experiment.ts';
import { defaultAt, experimentSettings, valueAt } from '#lab/run/settings.ts';
import english from '#languages/en/settings.json' with { type: 'json' };
import { wordsOf } from '#languages/text.ts';

/** Each group of the form has a title, and the words of its fields by path, in their order. */
const groups = wordsOf('settings', english);
const words = {
	...groups.run.fields,
	...groups.trained.fields,
	...groups.rate.fields,
	...groups.batch.fields,
	...groups.evaluation.fields,
};
export type SettingPath = keyof typeof words;

export const settingPaths = Object.keys(words) as readonly SettingPath[];
export const settingGroups = (Object.keys(groups) as (keyof typeof groups)[]).map((id) => ({
	id,
	group: groups[id] as { readonly title: string },
	paths: Object.keys(groups[id].fields) as readonly SettingPath[],
}));

/** Shown only in the list of all settings. */
const advanced: ReadonlySet<SettingPath> = new Set([
	'checkpointEvery',
	'optimizer.accumulation',
	'optimizer.beta1',
	'optimizer.beta2',
	'optimizer.epsilon',
	'evaluation.finalExamples',
	'evaluation.generated',
	'evaluation.samples',
] as const);

interface FieldWords {
	readonly label: string;
	readonly help: string;
	readonly unit?: string;
	/** Labels by value. The first one is the default of a part that an experiment leaves out. */
	readonly options?: Readonly<Record<string, string>>;
}

/** The field in the language in use. */
export function toSpec(path: SettingPath): NumberSpec | ChoiceSpec | TextSpec {
	const { label, help, unit, options }: FieldWords = words[path];
	const shared = { label, help, ...(advanced.has(path) && { advanced: true }) };
	const { bounds } = experimentSettings.get(path) ?? {};
	if (options) {
		const list = Object.entries(options).map(([value, name]) => ({ value, label: name }));
		const value = toText(defaultAt(path) ?? list[0].value);
		return { kind: 'choice', ...shared, default: value, options: list };
	}
	if (!bounds) return { kind: 'text', ...shared, default: '' };
	return {
		kind: 'number',
		...shared,
		...bounds,
		default: defaultAt(path) as number,
		...(unit !== undefined && { unit }),
	};
}

/** Whether the experiment uses this setting. */
export function matters({ budget, adapter, evaluation }: Experiment, path: SettingPath): boolean {
	if (path === 'evaluation.bestSkill') return evaluation.best === 'skill';
	if (path === 'adapter.base') return adapter !== undefined && !adapter.dora;
	if (path.startsWith('adapter.')) return adapter !== undefined || path === 'adapter.kind';
	return !isAmount(path) || path === `budget.${budget?.kind}`;
}
const isAmount = (path: SettingPath): path is `budget.${Budget['kind']}` =>
	path === 'budget.tokens' || path === 'budget.seconds';

/** The setting's default if the experiment leaves it out. */
export function settingAt(experiment: Experiment, path: SettingPath): string | number {
	const { adapter } = experiment;
	if (path === 'adapter.kind') return adapter ? (adapter.dora ? 'dora' : 'lora') : 'weights';
	if (path === 'adapter.targets') return [adapter?.targets ?? []].flat().join(', ');
	const value = matters(experiment, path) ? valueAt(experiment, path) : undefined;
	if (value === undefined) return toSpec(path).default;
	return typeof value === 'number' ? value : toText(value);
}
const toText = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value));

export function withSetting(
	experiment: Experiment,
	path: SettingPath,
	value: string | number,
): Experiment {
	if (path === 'adapter.kind') return withAdapter(experiment, value);
	if (path === 'budget.kind' || isAmount(path)) return withBudget(experiment, path, value);
	if (!matters(experiment, path)) return experiment;
	const [part, field] = path.split('.') as [keyof Experiment, string | undefined];
	const fields = {
		...(experiment[part] as object),
		...(path === 'evaluation.best' && value !== 'skill' && { bestSkill: undefined }),
	};
	const parsed = parseField(path, value);
	const changed = { [part]: field === undefined ? parsed : { ...fields, [field]: parsed } };
	// What has its default is left out: the experiment equals one of earlier versions.
	return withoutDefaults(experimentSchema, { ...experiment, ...changed });
}

/** undefined: the experiment leaves it out. */
function parseField(path: SettingPath, value: string | number): unknown {
	if (path === 'adapter.targets') return readTargets(String(value));
	if (path === 'adapter.rankStabilised') return value === 'true';
	return path === 'evaluation.best' && value === 'off' ? undefined : value;
}

function readTargets(text: string): NonNullable<Experiment['adapter']>['targets'] {
	const names = text.split(/[\s,，、]+/).filter((name) => name !== '');
	if (names.length === 0) return undefined;
	return names.length === 1 && names[0].toLowerCase() === allLinear ? allLinear : names;
}

function withAdapter({ adapter, ...others }: Experiment, kind: string | number): Experiment {
	if (kind === 'weights') return others;
	const { dora: _dora, base, ...fields } = adapter ?? defaultAdapter;
	if (kind === 'dora') return { ...others, adapter: { ...fields, dora: true } };
	return { ...others, adapter: { ...fields, ...(base !== undefined && { base }) } };
}

/** `budget.stopped` belongs to one number of seconds: another budget drops it. */
function withBudget(experiment: Experiment, path: SettingPath, value: string | number): Experiment {
	if (!matters(experiment, path) || value === settingAt(experiment, path)) return experiment;
	const { budget, ...others } = experiment;
	const isKind = path === 'budget.kind';
	const kind = isKind ? value : budget?.kind;
	const amount = (path: SettingPath) => Number(isKind ? toSpec(path).default : value);
	if (kind === 'tokens') return { ...others, budget: { kind, tokens: amount('budget.tokens') } };
	if (kind === 'seconds') return { ...others, budget: { kind, seconds: amount('budget.seconds') } };
	return others;
}
