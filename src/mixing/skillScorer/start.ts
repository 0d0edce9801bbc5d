/**
 * Where the scorer starts: at the prior q_τ.
 *
 * Sources: MoS, Eq. 3 and Alg. 1: p_ψ0 := q_τ, τ = ∞; how, the paper does not say. By closed form: logits = log q_τ.
 * The code (`pretrain_data_actor`, github minghao-wu/mixture_of_skills @0ca09a8) trains from logits that are all 1:
 * Adam, 1e-4, on L = (1/N) Σ_k (p_k − q_k)², until L ≤ 1e-10, and goes on with the same Adam in the updates. Its second moments are tiny by
 * then, so the first update can jump (by .073 in a logit instead of .020, for the paper's sizes and τ = 1); reset them
 * to avoid that.
 *
 *   e_k = 2 (p_k − q_k) / N;  ∂L/∂w_k = p_k (e_k − Σ_j p_j e_j)
 */
import { adamStep } from '../adam.ts';
import type { MixSkill } from '../policy.ts';
import { equalShares, temperatureShares } from '../shares.ts';
import { softmax } from './objective.ts';
import { scoresAt, type Scores } from './scorer.ts';
import type { ScorerForm } from './scorerForm.ts';

/** τ that stands for infinity: the uniform prior. */
export const infiniteTau = 1000;

/** q_τ [N]. Throws InputError where no skill has an example. */
export const priorShares = (skills: readonly MixSkill[], tau: number): number[] =>
	tau >= infiniteTau ? equalShares(skills.length) : temperatureShares(skills, tau);

export const startAt = (form: ScorerForm, prior: readonly number[]): Scores =>
	scoresAt(form, prior.map(Math.log));

const pretraining = { learningRate: 1e-4, enough: 1e-10 };
/** Sizes of 200,000 and 3 at τ = 1 take 107,809; the code has no bound. */
const mostSteps = 500_000;

/** As the code starts; the Adam that is returned holds its moments, or is new. */
export function pretrained(
	form: ScorerForm,
	prior: readonly number[],
	keepMoments: boolean,
): Scores {
	const start = scoresAt(
		form,
		prior.map(() => 1),
	);
	let { parameters, adam } = start;
	for (let step = 0; step < mostSteps; step++) {
		const { loss, slope } = squaredError(softmax(form.logits(parameters)), prior);
		const next = adamStep(parameters, form.backward(parameters, slope), adam, pretraining);
		({ parameters, state: adam } = next);
		if (loss <= pretraining.enough) break;
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
		slope: Float64Array.from(errors, (error, k) => shares[k] * ((2 * error) / n - mean)),
	};
}
