/**
 * A law of scores by the mix (mixing/scoreLaw.ts): what each skill of an experiment is expected to
 * reach, and the mix that is expected to be best. `npm run results` writes the published one; a
 * study of fixed mixes gives one of the visitor's own experiment.
 */
import { sha256OfJson } from '#engine/core/hash.ts';
import { bestMix, scoreLaw, type FoundMix, type LawCheck } from '#mixing/scoreLaw.ts';
import type { Experiment } from './experiment.ts';

export interface LawFit {
	/** lawKey() of the runs that the law was fitted to. */
	readonly key: string;
	/** Ids of the trained skills, in the order of all lists. */
	readonly skills: readonly string[];
	/** Coefficients after these steps, one at least; the last one is the end of the run. */
	readonly at: readonly {
		readonly step: number;
		readonly coefficients: readonly (readonly number[])[];
	}[];
	/** From leaving each mix out in turn: of the average, and of each skill. */
	readonly check: LawCheck & { readonly mixes: number; readonly bySkill: readonly LawCheck[] };
}

/** Hash of all that the scores depend on but the mix and the seed. */
export function lawKey(experiment: Experiment): string {
	const { model, adapter, steps, budget, batching, optimizer, schedule, skills } = experiment;
	const trained = skills
		.filter(({ use }) => use === 'train')
		.map(({ id, sha256, noise }) => ({ id, sha256, noise: noise ?? null }))
		.sort((a, b) => (a.id < b.id ? -1 : 1));
	return sha256OfJson({
		model: model.sha256,
		adapter: adapter ?? null,
		steps,
		budget: budget ?? null,
		batching,
		optimizer,
		schedule,
		trained,
	});
}

/** Whether the experiment differs from the law's runs in nothing but policy, seed and measuring. */
export const isLawOf = ({ key }: LawFit, experiment: Experiment): boolean =>
	key === lawKey(experiment);

/**
 * The expected score of each trained skill at the end of the run, 0 to 1, by id. `shares`: the mix
 * by id.
 */
export function expectedScores(
	fit: LawFit,
	shares: Readonly<Record<string, number>>,
): ReadonlyMap<string, number> {
	const end = fit.at.at(-1)!;
	const scores = scoreLaw(end.coefficients).predict(fit.skills.map((id) => shares[id] ?? 0));
	return new Map(fit.skills.map((id, k) => [id, scores[k]]));
}

/** The best mix by the law for the average, or for one skill. */
export function findMix({ at, skills, check }: LawFit, goal: string | null): FoundMix {
	const end = at.at(-1)!;
	const weights = skills.map((id) => (goal === null || id === goal ? 1 : 0));
	const checked = goal === null ? check : check.bySkill[skills.indexOf(goal)];
	return bestMix(scoreLaw(end.coefficients), checked, weights);
}
