/**
 * The scorer's start at the prior q_τ.
 *
 * MoS, Eq. 3 and Alg. 1: p_ψ0 := q_τ, τ = ∞; the paper does not say how. Closed form: logits = log
 * q_τ. The code (`pretrain_data_actor`, github minghao-wu/mixture_of_skills @0ca09a8) trains from
 * logits that are all 1: Adam, 1e-4, on L = (1/N) Σ_k (p_k − q_k)², until L ≤ 1e-10. The updates
 * continue with that Adam. Its second moments are tiny by then, so the first update can jump: by
 * .073 in a logit instead of .020, for the paper's sizes and τ = 1. A new Adam avoids that.
 *
 *   e_k = 2 (p_k − q_k) / N;  ∂L/∂w_k = p_k (e_k − Σ_j p_j e_j)
 */
import { adamStep } from '../adam.ts';
import type { MixSkill } from '../policy.ts';
import { equalShares, temperatureShares } from '../shares.ts';
import { softmax } from './objective.ts';
import { newScorerState, type ScorerModel, type ScorerState } from './scorer.ts';

/** This τ stands for infinity: the uniform prior. */
export const infiniteTau = 1000;

/** q_τ [N]. Throws an InputError if no skill has an example. */
export const priorShares = (skills: readonly MixSkill[], tau: number): number[] =>
	tau >= infiniteTau ? equalShares(skills.length) : temperatureShares(skills, tau);

export const startAtPrior = (model: ScorerModel, prior: readonly number[]): ScorerState =>
	newScorerState(model, prior.map(Math.log));

const learningRate = 1e-4;
const enough = 1e-10;
/** Sizes of 200,000 and 3 at τ = 1 take 107,809 steps; the code has no bound. */
const mostSteps = 500_000;

/** The start of the code. The returned Adam keeps its moments or is new. */
export function pretrain(
	model: ScorerModel,
	prior: readonly number[],
	keepMoments: boolean,
): ScorerState {
	const start = newScorerState(
		model,
		prior.map(() => 1),
	);
	let { parameters, adam } = start;
	for (let step = 0; step < mostSteps; step++) {
		const { loss, gradient } = squaredError(softmax(model.logits(parameters)), prior);
		const next = adamStep(parameters, model.backward(parameters, gradient), adam, learningRate);
		({ parameters, state: adam } = next);
		if (loss <= enough) break;
	}
	return { parameters, adam: keepMoments ? adam : start.adam };
}

/** L and ∂L/∂w [N]. */
function squaredError(shares: readonly number[], prior: readonly number[]) {
	const n = prior.length;
	const errors = shares.map((share, k) => share - prior[k]);
	const loss = errors.reduce((sum, error) => sum + error * error, 0) / n;
	const mean = errors.reduce((sum, error, k) => sum + shares[k] * ((2 * error) / n), 0);
	return {
		loss,
		gradient: Float64Array.from(errors, (error, k) => shares[k] * ((2 * error) / n - mean)),
	};
}
