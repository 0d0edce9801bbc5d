/**
 * Changes to an experiment: trained and watched skills, noise, auxiliary model; and the files and
 * models that it needs but the lab lacks. Pure.
 */
import type { Json, JsonObject } from '#core/json.ts';
import type { SkillInfo } from '#data/skill.ts';
import type { Experiment, ModelRef, SkillRef } from '#lab/run/experiment.ts';
import type { PolicyInfo } from '#mixing/policy.ts';
import type { PolicySegment } from '#training/settings.ts';

export type Use = SkillRef['use'] | 'off';
export type Noise = NonNullable<SkillRef['noise']>;
export interface SkillChoice {
	readonly use: Use;
	/** Built-in skills only. */
	readonly noise: Noise;
}
/** By skill id; a skill without an entry stays as it is. */
export type SkillChoices = { readonly [skillId: string]: SkillChoice };
export const noNoise: Noise = { wrongShare: 0, duplicates: 0 };

const isNoisy = ({ wrongShare, duplicates, rows }: Noise) =>
	wrongShare > 0 || duplicates > 0 || rows !== undefined;

export function choiceOf(experiment: Experiment, skillId: string): SkillChoice {
	const ref = experiment.skills.find(({ id }) => id === skillId);
	return ref ? { use: ref.use, noise: ref.noise ?? noNoise } : { use: 'off', noise: noNoise };
}

/** The skills and models in this lab. */
export interface Shelf {
	readonly skills: readonly SkillInfo[];
	readonly policies: readonly PolicyInfo[];
}

/**
 * The experiment with these choices; a skill without a choice stays as it is. Kept skills keep
 * their order and version; new ones come last. pinnedExperiment() fills in the version of a new
 * built-in skill and the hash of a noisy one.
 */
export function withChoices(
	experiment: Experiment,
	choices: SkillChoices,
	{ skills, policies }: Shelf,
): Experiment {
	const kept = experiment.skills.flatMap((ref): readonly SkillRef[] => {
		const choice = choices[ref.id];
		if (!choice) return [ref];
		if (choice.use === 'off') return [];
		return [chosen(ref, ref.version, choice, skills)];
	});
	const added = skills.flatMap((info): readonly SkillRef[] => {
		const choice = choices[info.id];
		if (!choice || choice.use === 'off' || experiment.skills.some(({ id }) => id === info.id))
			return [];
		return [chosen({ ...info, sha256: info.fingerprint }, 0, choice, skills)];
	});
	const trained = [...kept, ...added].filter(({ use }) => use === 'train').map(({ id }) => id);
	return {
		...experiment,
		skills: [...kept, ...added],
		policy: experiment.policy.map((segment) => withShares(segment, trained, policies)),
	};
}

function chosen(
	{ id, name, sha256, recipe }: Pick<SkillRef, 'id' | 'name' | 'sha256' | 'recipe'>,
	version: number,
	{ use, noise }: SkillChoice & { readonly use: Use },
	skills: readonly SkillInfo[],
): SkillRef {
	const info = skills.find((skill) => skill.id === id);
	return {
		id,
		name,
		version,
		sha256: info?.fingerprint ?? sha256,
		use: use === 'watch' ? 'watch' : 'train',
		...(recipe && { recipe }),
		...(info?.source === 'builtin' && isNoisy(noise) && { noise }),
	};
}

/**
 * Removes untrained skills from a policy's settings; a new skill gets the mean share of the others.
 */
function withShares(
	segment: PolicySegment,
	trained: readonly string[],
	policies: readonly PolicyInfo[],
): PolicySegment {
	const specs = policies.find(({ id }) => id === segment.id)?.parameters ?? {};
	const settings = Object.fromEntries(
		Object.entries(segment.settings).map(([name, value]): [string, Json] => {
			const kind = specs[name]?.kind;
			if (kind === 'ratios') return [name, sharesFor(value as JsonObject, trained)];
			// The target is no longer trained: the policy chooses again.
			if (kind === 'skill') return [name, trained.some((id) => id === value) ? value : ''];
			if (kind === 'skills' && Array.isArray(value))
				return [name, value.filter((named) => trained.some((id) => id === named))];
			if (kind !== 'timetable') return [name, value];
			const points = value as readonly { step: number; ratios: JsonObject }[];
			return [
				name,
				points.map((point) => ({ ...point, ratios: sharesFor(point.ratios, trained) })),
			];
		}),
	);
	return { ...segment, settings };
}

function sharesFor(ratios: JsonObject, trained: readonly string[]): JsonObject {
	// No shares means the policy's own default: nothing to extend.
	if (Object.keys(ratios).length === 0) return ratios;
	const known = trained.filter((id) => Object.hasOwn(ratios, id));
	const sum = known.reduce((total, id) => total + Number(ratios[id]), 0);
	// No skill of the old mix is left: equal shares.
	if (sum === 0) return Object.fromEntries(trained.map((id) => [id, 1]));
	return Object.fromEntries(trained.map((id) => [id, ratios[id] ?? sum / known.length]));
}

/** A skill from the user's own file: a link names it but does not contain it. */
export const isFile = ({ id }: SkillRef): boolean => id.startsWith('file:');

/** Sets the auxiliary model. Null removes it: the starting weights then take its measurements. */
export function withAuxiliary(experiment: Experiment, model: ModelRef | null): Experiment {
	const changed: { -readonly [K in keyof Experiment]: Experiment[K] } = { ...experiment };
	if (model) changed.auxiliary = model;
	else delete changed.auxiliary;
	return changed;
}

/** The files and models that an experiment names and this lab lacks. */
export interface Missing {
	readonly skills: readonly SkillRef[];
	readonly model: Experiment['model'] | null;
	/** The auxiliary model. */
	readonly auxiliary: Experiment['model'] | null;
	/** Kept preparations (artefacts) that policies use instead of preparing. */
	readonly artefacts: readonly { readonly sha256: string; readonly policy: string }[];
}
export const nothingMissing: Missing = { skills: [], model: null, auxiliary: null, artefacts: [] };
export function missingOf(
	experiment: Experiment,
	{
		skills,
		models,
		artefacts,
	}: {
		readonly skills: readonly SkillInfo[];
		readonly models: readonly { readonly sha256: string }[];
		/** Null if the experiment needs none. */
		readonly artefacts: readonly { readonly sha256: string }[] | null;
	},
): Missing {
	const isHere = (ref: Experiment['model']) => models.some(({ sha256 }) => sha256 === ref.sha256);
	return {
		// Built-in skills, with noise and old versions, are generated: the worker checks their hash.
		skills: experiment.skills.filter(
			(ref) => isFile(ref) && !skills.some(({ fingerprint }) => fingerprint === ref.sha256),
		),
		model: isHere(experiment.model) ? null : experiment.model,
		auxiliary: experiment.auxiliary && !isHere(experiment.auxiliary) ? experiment.auxiliary : null,
		artefacts: experiment.policy.flatMap(({ id, artefact: sha256 }, i) => {
			const isFirst = experiment.policy.findIndex(({ artefact }) => artefact === sha256) === i;
			const isMissing =
				sha256 !== undefined &&
				isFirst &&
				artefacts?.some((kept) => kept.sha256 === sha256) === false;
			return isMissing ? [{ sha256, policy: id }] : [];
		}),
	};
}
export const isComplete = (missing: Missing): boolean =>
	missing.skills.length + missing.artefacts.length === 0 &&
	missing.model === null &&
	missing.auxiliary === null;

/** Removes this kept preparation: the policies that would use it prepare by themselves. */
export const withoutArtefact = (experiment: Experiment, sha256: string): Experiment => ({
	...experiment,
	policy: experiment.policy.map(({ artefact, ...segment }) =>
		artefact === undefined || artefact === sha256 ? segment : { ...segment, artefact },
	),
});
