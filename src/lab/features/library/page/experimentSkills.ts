/** Changes an experiment's skills, noise and auxiliary model, and lists what the lab lacks. */
import type { Json, JsonObject } from '#engine/core/json.ts';
import type { Noise } from '#engine/data/builtinSkills.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { Measure } from '#engine/core/measures.ts';
import { toSkillRef, type Experiment, type ModelRef, type SkillRef } from '#lab/run/experiment.ts';
import { measureIn, withoutDefaultMeasure } from '#lab/run/skillMeasure.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import type { PolicyInfo } from '#mixing/index.ts';
import type { PolicySegment } from '#lab/training/runSettings.ts';

export type Use = SkillRef['use'] | 'off';
export interface SkillChoice {
	readonly use: Use;
	/** Built-in skills only. */
	readonly noise: Noise;
	/** Imported skills only. Absent: as in the experiment; of a new skill, its own. */
	readonly measure?: Measure;
}
/** By skill id; a skill without an entry stays as it is. */
export type SkillChoices = { readonly [skillId: string]: SkillChoice };
export const noNoise: Noise = { wrongShare: 0, duplicates: 0 };

export const isNoisy = ({ wrongShare, duplicates, rows, only }: Noise) =>
	wrongShare > 0 || duplicates > 0 || (rows ?? only) !== undefined;

/** `infos`: the lab's skills, which say what a reference without a measure means. */
export function findChoice(
	experiment: Experiment,
	skillId: string,
	infos: readonly SkillInfo[] = [],
): SkillChoice {
	const ref = experiment.skills.find(({ id }) => id === skillId);
	if (!ref) return { use: 'off', noise: noNoise };
	const info = infos.find(({ id }) => id === skillId);
	return {
		use: ref.use,
		noise: ref.noise ?? noNoise,
		...(info?.source === 'file' && { measure: measureIn(ref, info) }),
	};
}

/** New skills come last. pinnedExperiment() fills in their version, and the hash of a noisy one. */
export function withChoices(
	experiment: Experiment,
	choices: SkillChoices,
	{ skills, policies }: Pick<LabInfo, 'skills' | 'policies'>,
): Experiment {
	const added = skills
		.filter(({ id }) => choices[id] && !experiment.skills.some((ref) => ref.id === id))
		.map((info) => toSkillRef(info, 'train'));
	const refs = [...experiment.skills, ...added].flatMap((ref): readonly SkillRef[] => {
		const { noise: _, ...clean } = ref;
		const choice = choices[ref.id];
		if (!choice) return [ref];
		const { use, noise } = choice;
		if (use === 'off') return [];
		const { measure: before, ...unmeasured } = clean;
		const info = skills.find(({ id }) => id === ref.id);
		const isHashOfRef = info && (info.source === 'file' || info.version === ref.version);
		const sha256 = isHashOfRef ? info.fingerprint : ref.sha256;
		const keepsNoise = info?.source === 'builtin' && isNoisy(noise);
		const measure =
			info?.source === 'file' && choice.measure
				? withoutDefaultMeasure(choice.measure, info)
				: before && { measure: before };
		return [{ ...unmeasured, sha256, use, ...(keepsNoise && { noise }), ...measure }];
	});
	const trained = refs.filter(({ use }) => use === 'train').map(({ id }) => id);
	return {
		...experiment,
		skills: refs,
		policy: experiment.policy.map((segment) => withShares(segment, trained, policies)),
	};
}

/** Removes untrained skills from a policy's settings; a new skill gets the others' mean share. */
function withShares(
	segment: PolicySegment,
	trained: readonly string[],
	policies: readonly PolicyInfo[],
): PolicySegment {
	const specs = policies.find(({ id }) => id === segment.id)?.parameters ?? {};
	const settings = Object.fromEntries(
		Object.entries(segment.settings).map(([name, value]): [string, Json] => {
			const kind = specs[name]?.kind;
			if (kind === 'ratios') {
				const ratios = value as JsonObject;
				const named = trained.filter((id) => Object.hasOwn(ratios, id));
				return [name, sharesFor(ratios, specs[name].partial ? named : trained)];
			}
			// The target is no longer trained: the policy chooses again.
			if (kind === 'skill') return [name, trained.includes(value as string) ? value : ''];
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
	const { auxiliary: _, ...others } = experiment;
	return model ? { ...others, auxiliary: model } : others;
}

/** A file or a model that an experiment names and this lab lacks. */
export type MissingPart = { readonly sha256: string } & (
	| { readonly kind: 'skill'; readonly skill: SkillRef }
	| (Pick<ModelRef, 'id' | 'about'> & { readonly kind: 'model' | 'auxiliary' })
	/** The adapter that the run begins with. */
	| { readonly kind: 'adapter' }
);

type Hashed = readonly { readonly sha256: string }[];
interface Here {
	readonly skills: readonly SkillInfo[];
	readonly models: Hashed;
	readonly adapters: Hashed;
}

export function findMissing(experiment: Experiment, here: Here): readonly MissingPart[] {
	const { skills, model, auxiliary, adapter } = experiment;
	const lacks = (list: Hashed, hash: string) => !list.some(({ sha256 }) => sha256 === hash);
	const found: MissingPart[] = [];
	for (const skill of skills) {
		// Built-in skills, with noise and old versions, are generated: the worker checks their hash.
		const { sha256 } = skill;
		const isHere = here.skills.some(({ fingerprint }) => fingerprint === sha256);
		if (isFile(skill) && !isHere) found.push({ kind: 'skill', sha256, skill });
	}
	if (lacks(here.models, model.sha256)) found.push({ kind: 'model', ...model });
	if (auxiliary && lacks(here.models, auxiliary.sha256))
		found.push({ kind: 'auxiliary', ...auxiliary });
	if (adapter?.from !== undefined && lacks(here.adapters, adapter.from))
		found.push({ kind: 'adapter', sha256: adapter.from });
	return found;
}
export const missingSkills = (missing: readonly MissingPart[]): readonly SkillRef[] =>
	missing.flatMap((part) => (part.kind === 'skill' ? part.skill : []));

/** The run then begins with a new adapter. */
export function withNewAdapter(experiment: Experiment): Experiment {
	const { from: _, ...adapter } = experiment.adapter!;
	return { ...experiment, adapter };
}
