/**
 * The published law of scores by the mix (mixing/scoreLaw.ts): what each skill of an experiment is
 * expected to reach, and the mix that is expected to be best. `npm run results` writes the file.
 */
import { bestMix, scoreLaw, type FoundMix } from '#mixing/scoreLaw.ts';
import type { Experiment } from './experiment.ts';

export interface LawFit {
	/** The runs that the law was fitted to trained this. */
	readonly of: {
		readonly model: Experiment['model'];
		readonly steps: number;
		readonly batchSize: number;
		readonly learningRate: number;
	};
	/** Ids of the trained skills, in the order of all lists. */
	readonly skills: readonly string[];
	/** Coefficients after these steps; the last one is the end of the run. */
	readonly at: readonly {
		readonly step: number;
		readonly coefficients: readonly (readonly number[])[];
	}[];
	/** From leaving each mix out in turn. */
	readonly check: {
		readonly mixes: number;
		readonly explained: number;
		readonly error: number;
		readonly shrinkage: number;
	};
}

/** Whether the experiment differs from the law's runs in nothing but policy, seed and measuring. */
export function isLawOf({ of: conditions, skills }: LawFit, experiment: Experiment): boolean {
	const trained = experiment.skills.filter(({ use }) => use === 'train');
	return (
		experiment.model.sha256 === conditions.model.sha256 &&
		experiment.steps === conditions.steps &&
		experiment.batching.size === conditions.batchSize &&
		experiment.optimizer.learningRate === conditions.learningRate &&
		experiment.adapter === undefined &&
		experiment.budget === undefined &&
		trained.length === skills.length &&
		trained.every(({ id, noise }) => noise === undefined && skills.includes(id))
	);
}

/**
 * The expected score of each trained skill at the end of the run, 0 to 1, by id. `shares`: the mix
 * by id. null: the law is of other runs.
 */
export function expectedScores(
	fit: LawFit,
	experiment: Experiment,
	shares: Readonly<Record<string, number>>,
): ReadonlyMap<string, number> | null {
	const end = fit.at.at(-1);
	if (!end || !isLawOf(fit, experiment)) return null;
	const scores = scoreLaw(end.coefficients).predict(fit.skills.map((id) => shares[id] ?? 0));
	return new Map(fit.skills.map((id, k) => [id, scores[k]]));
}

/** The best mix by the law for the average, or for one skill. null: the law has no end. */
export function findMix({ at, skills, check }: LawFit, goal: string | null): FoundMix | null {
	const end = at.at(-1);
	if (!end) return null;
	const weights = skills.map((id) => (goal === null || id === goal ? 1 : 0));
	return bestMix(scoreLaw(end.coefficients), check, weights);
}
