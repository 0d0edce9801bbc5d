/** The experiment that a lesson asks for: a link, or changes of the default experiment. */
import { wrong } from '#core/errors.ts';
import { canonicalJson } from '#core/json.ts';
import { sentence } from '#core/message.ts';
import type { SkillInfo } from '#data/skill.ts';
import type { Experiment, ModelRef } from '#lab/run/experiment.ts';
import { readLink } from '#lab/run/link.ts';
import { pinnedExperiment } from '#lab/run/pinnedSkills.ts';
import { withPreset } from '#lab/run/presets.ts';
import type { Changes } from './lesson.ts';

/** The parts of the lab that a lesson's experiment may name. */
export interface Surroundings {
	readonly defaultExperiment: Experiment;
	readonly models: readonly ModelRef[];
	readonly skills: readonly SkillInfo[];
}

/** Throws InputError for an unknown skill, preset or policy, and for wrong settings. */
export function makeExperiment(
	asked: string | Changes | undefined,
	{ defaultExperiment, models, skills: infos }: Surroundings,
): Experiment {
	if (asked === undefined) return defaultExperiment;
	if (typeof asked === 'string') return readLink(asked.slice(asked.indexOf('#') + 1)).experiment;
	const {
		preset,
		train,
		watch,
		noise = {},
		policy,
		settings,
		steps,
		batch,
		evaluate,
		seed,
	} = asked;
	const start =
		preset === undefined ? defaultExperiment : withPreset(preset, defaultExperiment, models);
	const places = (list: readonly string[] = [], name: string) =>
		list.map((id, i) => [id, `${name}[${i}]`] as const);
	for (const [id, field] of [
		...places(train, 'train'),
		...places(watch, 'watch'),
		...Object.keys(noise).map((id) => [id, `noise.${id}`] as const),
	])
		if (!start.skills.some((skill) => skill.id === id))
			throw wrong(
				field,
				sentence`there is no skill "${id}". Known ones:
					${start.skills.map((skill) => `${skill.id} (${skill.name})`).join(', ')}.`,
			);
	const skills = start.skills.flatMap((skill) => {
		const use = train?.includes(skill.id)
			? ('train' as const)
			: watch?.includes(skill.id)
				? ('watch' as const)
				: train
					? null
					: skill.use;
		if (use === null) return [];
		if (!Object.hasOwn(noise, skill.id)) return [{ ...skill, use }];
		const { wrong, copies = 0, rows } = noise[skill.id];
		const spoiled = { wrongShare: wrong, duplicates: copies, ...(rows && { rows }) };
		return [{ ...skill, use, noise: spoiled }];
	});
	const first = policy === undefined ? null : { fromStep: 0, id: policy, settings: settings ?? {} };
	const changed: Experiment = {
		...start,
		skills,
		policy: first ? [first] : start.policy,
		steps: steps ?? start.steps,
		seed: seed ?? start.seed,
		batching: { ...start.batching, size: batch ?? start.batching.size },
		evaluation: { ...start.evaluation, every: evaluate ?? start.evaluation.every },
	};
	return pinnedExperiment(changed, infos);
}

/** Equal experiments, apart from switches during the run and a stop by the clock. */
export const sameStart = (a: Experiment, b: Experiment): boolean =>
	canonicalJson(withoutSwitches(a)) === canonicalJson(withoutSwitches(b));
const withoutSwitches = (experiment: Experiment): Experiment => ({
	...experiment,
	policy: experiment.policy.slice(0, 1),
});
