/** Differences between experiments, field by field, and whether their effects can be told apart. */
import { highest } from '#engine/core/statistics.ts';
import { canonicalJson, isObject, type Json } from '#engine/core/json.ts';
import type { Experiment } from './experiment.ts';
import { experimentSettings } from './settings.ts';

/** The group of each field of an experiment. The most important group is first. */
const groups = {
	policy: 'policy',
	seed: 'seed',
	model: 'model',
	auxiliary: 'model',
	skills: 'skills',
	steps: 'length',
	budget: 'length',
	batching: 'batching',
	optimizer: 'optimizer',
	schedule: 'optimizer',
	adapter: 'optimizer',
	evaluation: 'evaluation',
	activations: 'numbers',
	checkpointEvery: 'numbers',
} as const satisfies Record<Exclude<keyof Experiment, 'version'>, string>;
export type DiffGroup = (typeof groups)[keyof typeof groups];
const order: readonly DiffGroup[] = [...new Set(Object.values(groups))];

export interface Difference {
	/**
	 * `optimizer.learningRate`, `policy[1]` (a segment that differs in id, step or settings),
	 * `policy[0].settings.tau`, `skills.add` (whether the skill is there), `skills.add.use`.
	 */
	readonly path: string;
	readonly group: DiffGroup;
	/** The skill's name, if the path is about a skill. */
	readonly skill?: string;
	/** One value per experiment; undefined: the field is absent. */
	readonly values: readonly (Json | undefined)[];
}

export interface ExperimentDiff {
	readonly differences: readonly Difference[];
	/** Groups that differ, in order. The seed does not count, because seeds are repetitions. */
	readonly groups: readonly DiffGroup[];
	/** They differ in more than the seed, and not all variants were run with the same seeds. */
	readonly unequalSeeds: boolean;
}

type Leaves = Map<string, { value: Json; group: DiffGroup; skill?: string }>;

/** Differences by group; none if all experiments are equal. */
export function experimentDiff(experiments: readonly Experiment[]): ExperimentDiff {
	const alike = segmentsAlike(experiments);
	const all = experiments.map((experiment) => listLeaves(experiment, alike));
	const paths = [...new Set(all.flatMap((leaves) => [...leaves.keys()]))];
	const differences = paths.flatMap((path): Difference[] => {
		const leaves = all.map((each) => each.get(path));
		const values = leaves.map((leaf, i) => leaf?.value ?? defaultAt(experiments[i], path));
		if (new Set(values.map(toText)).size < 2) return [];
		const { group, skill } = leaves.find((leaf) => leaf !== undefined)!;
		return [{ path, group, ...(skill !== undefined && { skill }), values }];
	});
	const shown = withoutConsequences(differences).sort(
		(a, b) => order.indexOf(a.group) - order.indexOf(b.group),
	);
	const differing = new Set(shown.map(({ group }) => group).filter((group) => group !== 'seed'));
	const unequalSeeds = differing.size > 0 && seedsDiffer(experiments);
	return { differences: shown, groups: [...differing], unequalSeeds };
}

const toText = (value: Json | undefined): string =>
	value === undefined ? '' : canonicalJson(value);

function listLeaves(experiment: Experiment, alike: readonly boolean[]): Leaves {
	const leaves: Leaves = new Map();
	const put = (path: string, group: DiffGroup, value: unknown, skill?: string) => {
		if (value === undefined) return;
		if (isObject(value))
			for (const [key, inner] of Object.entries(value)) put(`${path}.${key}`, group, inner, skill);
		else leaves.set(path, { value: value as Json, group, ...(skill !== undefined && { skill }) });
	};
	const { version: _version, model, auxiliary, skills, policy, adapter, ...others } = experiment;
	// Treats a model as one value: its name and its hash.
	for (const [path, ref] of [['model', model] as const, ['auxiliary', auxiliary] as const])
		if (ref) leaves.set(path, { value: { id: ref.id, sha256: ref.sha256 }, group: 'model' });
	policy.forEach((segment, i) => {
		if (alike[i]) put(`policy[${i}].settings`, 'policy', segment.settings);
		else leaves.set(`policy[${i}]`, { value: { ...segment }, group: 'policy' });
		if (alike[i]) put(`policy[${i}].artefact`, 'policy', segment.artefact);
	});
	for (const { id, name, ...rest } of skills) {
		// An id with dots would look like several fields.
		const path = `skills.${id.replaceAll('.', '%2E')}`;
		leaves.set(path, { value: true, group: 'skills', skill: name });
		put(path, 'skills', rest, name);
	}
	leaves.set('skills', { value: skills.map(({ id }) => id), group: 'skills' });
	if (adapter) {
		const { dora, ...fields } = adapter;
		put('adapter', groups.adapter, dora ? 'DoRA' : 'LoRA');
		for (const [field, value] of Object.entries(fields))
			leaves.set(`adapter.${field}`, { value, group: groups.adapter });
	} else put('adapter', groups.adapter, 'all weights');
	for (const [field, value] of Object.entries(others))
		put(field, groups[field as keyof typeof others], value);
	return leaves;
}

/** The value of a setting that the experiment leaves out. */
const defaultAt = ({ adapter }: Experiment, path: string): Json | undefined =>
	adapter || !path.startsWith('adapter.') ? experimentSettings.get(path)?.default : undefined;

/** Whether all have the same policy from the same step on: its settings can be compared. */
function segmentsAlike(experiments: readonly Experiment[]): boolean[] {
	const longest = Math.max(0, highest(experiments.map(({ policy }) => policy.length)));
	return Array.from({ length: longest }, (_, i) => {
		const heads = experiments.map(({ policy }) => `${policy[i]?.id} ${policy[i]?.fromStep}`);
		return new Set(heads).size === 1;
	});
}

/**
 * Removes differences that follow from another one: the fields of a skill that not all experiments
 * have, and the hash of a skill whose noise or version differs. Removes the list of skills if
 * single skills are listed.
 */
function withoutConsequences(differences: readonly Difference[]): Difference[] {
	const has = (path: string) => differences.some((difference) => difference.path === path);
	const begins = (path: string) => differences.some((other) => other.path.startsWith(path));
	return differences.filter(({ path, group }) => {
		if (group !== 'skills') return true;
		if (path === 'skills')
			return !differences.some(({ path, skill }) => skill !== undefined && isWhole(path));
		const [skill] = /^skills\.[^.]+/.exec(path)!;
		if (path !== skill && has(skill)) return false;
		return path !== `${skill}.sha256` || !(begins(`${skill}.noise`) || has(`${skill}.version`));
	});
}

const isWhole = (path: string): boolean => /^skills\.[^.]+$/.test(path);

function seedsDiffer(experiments: readonly Experiment[]): boolean {
	const seeds = new Map<string, number[]>();
	for (const experiment of experiments) {
		const variant = canonicalJson({ ...experiment, seed: 0 });
		seeds.set(variant, [...(seeds.get(variant) ?? []), experiment.seed]);
	}
	const sets = [...seeds.values()].map((each) => [...new Set(each)].sort((a, b) => a - b).join());
	return new Set(sets).size > 1;
}
