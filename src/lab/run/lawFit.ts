/**
 * A law of scores by the mix (mixing/scoreLaw.ts): what each skill of an experiment is expected to
 * reach, and the mix that is expected to be best. `npm run results` writes the published one; a
 * study of fixed mixes gives one of the visitor's own experiment.
 */
import { sha256OfJson } from '#engine/core/hash.ts';
import { lowest, mean } from '#engine/core/statistics.ts';
import {
	averageOf,
	bestMix,
	scoreLaw,
	weakestOf,
	type FoundMix,
	type LawCheck,
} from '#mixing/scoreLaw.ts';
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

/** The scores that a proposed mix should raise. */
export interface Goal {
	/** Ids of the skills that count, each the same; an empty list: all. */
	readonly skills: readonly string[];
	/** Their average, or the lowest of their scores. */
	readonly of: 'average' | 'weakest';
}

/** The best mix by the law for the goal. */
export function findMix({ at, skills, check }: LawFit, goal: Goal): FoundMix {
	const law = scoreLaw(at.at(-1)!.coefficients);
	const isAll = !skills.some((id) => goal.skills.includes(id));
	const counts = skills.map((id) => isAll || goal.skills.includes(id));
	return goal.of === 'weakest'
		? bestMix(law, weakestTrust(check, counts), weakestOf(counts))
		: bestMix(law, averageTrust(check, counts), averageOf(counts.map(Number)));
}

type Trust = Pick<LawCheck, 'shrinkage' | 'error'>;

/**
 * Shrinkage and error for the average of n skills. The errors e_k of two skills have one
 * correlation ρ. It follows from the known error of the average of all skills. Ours.
 *
 *     n² error² = Σ_k e_k² + ρ Σ_{j ≠ k} e_j e_k
 */
function averageTrust(check: LawFit['check'], counts: readonly boolean[]): Trust {
	const chosen = check.bySkill.filter((_, k) => counts[k]);
	if (chosen.length === 1) return chosen[0];
	if (chosen.length === counts.length) return check;
	const parts = (checks: readonly LawCheck[]) => {
		const squares = checks.reduce((total, { error }) => total + error ** 2, 0);
		const sum = checks.reduce((total, { error }) => total + error, 0);
		return { squares, products: sum ** 2 - squares };
	};
	const all = parts(check.bySkill);
	const rho = Math.max(0, ((counts.length * check.error) ** 2 - all.squares) / all.products);
	const { squares, products } = parts(chosen);
	return {
		shrinkage: Math.min(check.shrinkage, mean(chosen.map(({ shrinkage }) => shrinkage))),
		error: Math.sqrt(squares + rho * products) / chosen.length,
	};
}

/** Any skill can be the weakest: the lowest shrinkage factor of all, and their mean error. */
function weakestTrust({ bySkill }: LawFit['check'], counts: readonly boolean[]): Trust {
	const chosen = bySkill.filter((_, k) => counts[k]);
	return {
		shrinkage: lowest(chosen.map(({ shrinkage }) => shrinkage)),
		error: mean(chosen.map(({ error }) => error)),
	};
}
