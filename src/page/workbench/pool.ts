/** The share of wrong answers in what the run can draw from. Pure. */
import type { SkillInfo } from '#data/skill.ts';
import type { Experiment } from '#lab/run/experiment.ts';

/** Training examples of a skill as the experiment has it: fewer, or repeated. */
export function trainedExamples(
	{ noise }: Pick<Experiment['skills'][number], 'noise'>,
	info: Pick<SkillInfo, 'counts'>,
): number {
	return Math.min(info.counts.train, noise?.rows ?? Infinity) + (noise?.duplicates ?? 0);
}

/**
 * What random choice among all trained examples would take; null where a trained skill is not here. Repeated examples are
 * taken to be wrong as often as the others.
 */
export function wrongShareOfPool(
	{ skills }: Pick<Experiment, 'skills'>,
	infos: readonly Pick<SkillInfo, 'id' | 'counts'>[],
): number | null {
	let all = 0;
	let wrong = 0;
	for (const ref of skills) {
		if (ref.use !== 'train') continue;
		const info = infos.find(({ id }) => id === ref.id);
		if (!info) return null;
		const examples = trainedExamples(ref, info);
		all += examples;
		wrong += examples * (ref.noise?.wrongShare ?? 0);
	}
	return all > 0 ? wrong / all : null;
}

/** Trained examples of the whole experiment; null where a trained skill is not here. */
export function poolSize(
	{ skills }: Pick<Experiment, 'skills'>,
	infos: readonly Pick<SkillInfo, 'id' | 'counts'>[],
): number | null {
	let all = 0;
	for (const ref of skills) {
		if (ref.use !== 'train') continue;
		const info = infos.find(({ id }) => id === ref.id);
		if (!info) return null;
		all += trainedExamples(ref, info);
	}
	return all;
}
