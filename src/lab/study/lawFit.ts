/**
 * A law of scores by the mix (mixing/scoreLaw.ts): what each skill of an experiment is expected to
 * reach, and the mix that is expected to be best. workshop/results.ts writes the published one; a
 * study of fixed mixes gives one of the visitor's own experiment.
 */
import { sha256OfJson } from '#engine/core/hash.ts';
import {
	averageOf,
	bestMix,
	checkScoreLaw,
	promisedMix,
	randomMixes,
	scoreLaw,
	weakestOf,
	type FoundMix,
	type LeftOut,
	type ScoreValue,
} from '#mixing/scoreLaw.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { goalWeights, type MixGoal } from './mixGoal.ts';

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
	/** Scores at the end of the run of each mix, which was left out of the fit in turn. */
	readonly left: readonly LeftOut[];
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
	const scores = endOf(fit).predict(fit.skills.map((id) => shares[id] ?? 0));
	return new Map(fit.skills.map((id, k) => [id, scores[k]]));
}

/** Makes what `findMix` needs for laws of this experiment, in tasks of their own. */
export async function prepareMixes({ skills }: Experiment): Promise<void> {
	await randomMixes(skills.filter(({ use }) => use === 'train').length).finish();
}

/** The best mix by the law for the goal. null: none keeps its limits. */
export function findMix(fit: LawFit, goal: MixGoal): FoundMix | null {
	const value = valueOf(fit, goal);
	const law = endOf(fit);
	const { limit, bounds = {} } = goal;
	const equal = law.predict(fit.skills.map(() => 1 / fit.skills.length));
	const least = fit.skills.map((id, k) =>
		Math.max(limit === null ? -Infinity : equal[k] - limit, bounds[id] ?? -Infinity),
	);
	const keeps = (scores: readonly number[]) => scores.every((score, k) => score >= least[k]);
	return bestMix(law, checkScoreLaw(fit.left, value), value, keeps);
}

/** The promise of any mix for the goal. `shares`: in the order of the law's skills. */
export function promisedFor(fit: LawFit, goal: MixGoal, shares: readonly number[]): FoundMix {
	const value = valueOf(fit, goal);
	return promisedMix(endOf(fit), checkScoreLaw(fit.left, value), value, shares);
}

const endOf = ({ at }: LawFit) => scoreLaw(at.at(-1)!.coefficients);

/** The score that all measured mixes reach, so that no mix is better; null: they differ. */
export function onlyScore(fit: LawFit, goal: MixGoal): number | null {
	const value = valueOf(fit, goal);
	const [first, ...others] = fit.left.map(({ measured }) => value(measured));
	return first !== undefined && others.every((score) => score === first) ? first : null;
}

function valueOf({ skills }: LawFit, goal: MixGoal): ScoreValue {
	const weights = goalWeights(goal, skills);
	return goal.measure === 'weakest'
		? weakestOf(weights.map((weight) => weight > 0))
		: averageOf(weights);
}
