/**
 * The scorer ψ: its objective with gradient and fixed point, its start at the prior q_τ, and its
 * update by inner steps of one optimizer up the objective, on constant rewards.
 *
 * Source: Mixture-of-Skills (MoS), arXiv 2406.08811, Eq. 6:  ψ ← ψ + Σ_i γ R(i) ∇_ψ log p_ψ(i).
 * The sum runs over all N skills with weight 1: without draws, without p_i as weights, without a
 * baseline. So it is gradient ascent on F(ψ) = Σ_i R_i log p_ψ(i), a cross-entropy, and not the
 * usual sampled REINFORCE.
 *
 *   w [N] logits;  p = softmax(w) [N] shares;  R [N] rewards, 0 or more
 *   ∂F/∂w_k = R_k − p_k Σ_j R_j
 *   F is largest where that is 0:  p*_k = R_k / Σ_j R_j   (follows from Eq. 6; not in the paper)
 *
 * Hence c·R has the same fixed point as R, and R + c lies nearer to uniform.
 * Sums run in the given order: pass the skills in the order of their ids.
 *
 * Eq. 6 is one step (SGD). The code (github minghao-wu/mixture_of_skills @0ca09a8) makes 200 steps
 * of PyTorch's Adam (β .9 and .999, ε 1e-8) on the same rewards (`data_optim_steps`), and keeps one
 * Adam with its moments over all updates.
 *
 * Start (Eq. 3 and Alg. 1): p_ψ0 := q_τ, τ = ∞; the paper does not say how. Closed form: logits =
 * log q_τ. The code (`pretrain_data_actor`) trains from logits that are all 1: Adam, 1e-4, on
 * L = (1/N) Σ_k (p_k − q_k)², until L ≤ 1e-10. The updates continue with that Adam. Its second
 * moments are tiny by then, so the first update can jump: by .073 in a logit instead of .020, for
 * the paper's sizes and τ = 1. A new Adam avoids that.
 *
 *   e_k = 2 (p_k − q_k) / N;  ∂L/∂w_k = p_k (e_k − Σ_j p_j e_j)
 */
import { highest, sum } from '#engine/core/statistics.ts';
import type { RandomStream } from '#engine/core/random.ts';
import { adamStep, newAdam, type AdamState } from '../adam.ts';
import type { MixSkill } from '../policy.ts';
import { equalShares, temperatureShares } from '../shares.ts';
import type { ScorerSettings } from './parameters.ts';

export function softmax(logits: ArrayLike<number>): number[] {
	let largest = -Infinity;
	for (let i = 0; i < logits.length; i++) largest = Math.max(largest, logits[i]);
	const powers = Array.from(logits, (logit) => Math.exp(logit - largest));
	const total = sum(powers);
	return powers.map((power) => power / total);
}

/** ∂F/∂w [N]. */
export function objectiveGradient(
	logits: ArrayLike<number>,
	rewards: readonly number[],
): Float64Array {
	const total = sum(rewards);
	return Float64Array.from(softmax(logits), (share, k) => rewards[k] - share * total);
}

/** p* [N]; null if all rewards are 0, because F is constant then. */
export function fixedPoint(rewards: readonly number[]): number[] | null {
	const largest = highest(rewards);
	if (!(largest > 0)) return null;
	// Divide by the largest first: the sum of two rewards of 1e308 would be infinite.
	const scaled = rewards.map((reward) => reward / largest);
	const total = sum(scaled);
	return scaled.map((reward) => reward / total);
}

/** A function from parameters to logits: freeLogits here, or the paper's perceptron below. */
export interface ScorerModel {
	/** Number of parameters. */
	readonly size: number;
	/** Parameters → w [N]. */
	logits(parameters: Float64Array): Float64Array;
	/** ∂F/∂w [N] → ∂F/∂parameters. */
	backward(parameters: Float64Array, logitGradient: Float64Array): Float64Array;
	/** Parameters that give these logits. */
	at(logits: readonly number[]): Float64Array;
}

/**
 * The scorer of the official code: N free logits, without the paper's hidden layer.
 * `BaseActor(size=N)` multiplies its weight [1, N] elementwise by ones(1, N).
 */
export const freeLogits = (skills: number): ScorerModel => ({
	size: skills,
	logits: (parameters) => parameters,
	backward: (_parameters, logitGradient) => logitGradient,
	at: (logits) => Float64Array.from(logits),
});

export interface Scorer extends Pick<ScorerSettings, 'optimizer' | 'learningRate' | 'innerSteps'> {
	readonly model: ScorerModel;
}

/** The state of a scorer. SGD does not change the moments. */
export interface ScorerState {
	readonly parameters: Float64Array;
	readonly adam: AdamState;
}

export const newScorerState = (model: ScorerModel, logits: readonly number[]): ScorerState => ({
	parameters: model.at(logits),
	adam: newAdam(model.size),
});

/** p [N]. */
export const scorerShares = (model: ScorerModel, { parameters }: ScorerState): number[] =>
	softmax(model.logits(parameters));

/** One update on rewards R [N] ≥ 0; null if a parameter or a moment would not be finite. */
export function updateScorer(
	scorer: Scorer,
	state: ScorerState,
	rewards: readonly number[],
): ScorerState | null {
	let next = state;
	for (let step = 0; step < scorer.innerSteps; step++) next = innerStep(scorer, next, rewards);
	const { parameters, adam } = next;
	const isFinite = [parameters, adam.first, adam.second].every((values) =>
		values.every(Number.isFinite),
	);
	return isFinite ? next : null;
}

function innerStep(
	{ model, optimizer, learningRate }: Scorer,
	{ parameters, adam }: ScorerState,
	rewards: readonly number[],
): ScorerState {
	const gradient = model.backward(parameters, objectiveGradient(model.logits(parameters), rewards));
	if (optimizer === 'sgd')
		return { parameters: parameters.map((value, i) => value + learningRate * gradient[i]), adam };
	// Adam descends, so it takes the gradient of −F.
	const descent = gradient.map((slope) => -slope);
	const step = adamStep(parameters, descent, adam, learningRate);
	return { parameters: step.parameters, adam: step.state };
}

/** This τ stands for infinity: the uniform prior. */
export const infiniteTau = 1000;

/** q_τ [N]. */
export const priorShares = (skills: readonly MixSkill[], tau: number): number[] =>
	tau >= infiniteTau ? equalShares(skills.length) : temperatureShares(skills, tau);

export const startAtPrior = (model: ScorerModel, prior: readonly number[]): ScorerState =>
	newScorerState(model, prior.map(Math.log));

const pretraining = { learningRate: 1e-4, enough: 1e-10 };
/** Sizes of 200,000 and 3 at τ = 1 take 107,809 steps; the code has no bound. */
const mostSteps = 500_000;

/** The start of the code. The returned Adam keeps its moments or is new. */
export function pretrain(
	model: ScorerModel,
	prior: readonly number[],
	keepMoments: boolean,
): ScorerState {
	const ones = prior.map(() => 1);
	const start = newScorerState(model, ones);
	let { parameters, adam } = start;
	for (let step = 0; step < mostSteps; step++) {
		const { loss, gradient } = squaredError(softmax(model.logits(parameters)), prior);
		const descent = model.backward(parameters, gradient);
		const next = adamStep(parameters, descent, adam, pretraining.learningRate);
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
		gradient: Float64Array.from(errors, (error, k) => shares[k] * ((2 * error) / n - mean)),
	};
}

/**
 * The scorer of the paper: a fully connected 2-layer perceptron.
 *
 * Source: MoS, §3.1: "fully connected 2-layer perceptron", with a vector of the present skills as
 * input. No source gives width, activation or start. Ours: N → 32 → N, tanh; hidden weights and
 * biases uniform in ±1/√N, like PyTorch's Linear; last layer 0, with the start logits as its bias.
 *
 *   x = ones [N];  a = W1 x + b1 [H];  h = tanh(a) [H];  w = W2 h + b2 [N];  g = ∂F/∂w
 *   ∂F/∂b2 = g,  ∂F/∂W2[k][j] = g_k h_j,  d_j = (1 − h_j²) Σ_k W2[k][j] g_k
 *   ∂F/∂b1 = d,  ∂F/∂W1[j][i] = d_j
 *   parameters, flat: W1 [H × N], b1 [H], W2 [N × H], b2 [N]
 */
const hiddenWidth = 32;

interface HiddenLayer {
	/** W1 [H × N]. */
	readonly weights: Float64Array;
	/** b1 [H]. */
	readonly bias: Float64Array;
}

/** Column i comes from a stream named by skill i's id: the skills' order does not matter. */
export function hiddenStart(ids: readonly string[], random: RandomStream): HiddenLayer {
	const limit = 1 / Math.sqrt(ids.length);
	const draw = (stream: RandomStream, j: number) => limit * (2 * stream.uniform(j) - 1);
	const weights = new Float64Array(hiddenWidth * ids.length);
	ids.forEach((id, i) => {
		const stream = random.child(`hidden weights of ${id}`);
		for (let j = 0; j < hiddenWidth; j++) weights[j * ids.length + i] = draw(stream, j);
	});
	const biases = random.child('hidden bias');
	return { weights, bias: Float64Array.from({ length: hiddenWidth }, (_, j) => draw(biases, j)) };
}

export function perceptron(skills: number, start: HiddenLayer): ScorerModel {
	const width = start.bias.length;
	const b1 = width * skills;
	const w2 = b1 + width;
	const b2 = w2 + skills * width;
	const size = b2 + skills;

	const hidden = (parameters: Float64Array): number[] =>
		Array.from({ length: width }, (_, j) => {
			let sum = 0;
			for (let i = 0; i < skills; i++) sum += parameters[j * skills + i];
			return Math.tanh(sum + parameters[b1 + j]);
		});

	return {
		size,
		logits: (parameters) => {
			const h = hidden(parameters);
			return Float64Array.from({ length: skills }, (_, k) =>
				h.reduce(
					(sum, value, j) => sum + parameters[w2 + k * width + j] * value,
					parameters[b2 + k],
				),
			);
		},
		backward: (parameters, g) => {
			const gradient = new Float64Array(size);
			hidden(parameters).forEach((h, j) => {
				let back = 0;
				for (let k = 0; k < skills; k++) {
					gradient[w2 + k * width + j] = g[k] * h;
					back += parameters[w2 + k * width + j] * g[k];
				}
				const d = (1 - h * h) * back;
				gradient[b1 + j] = d;
				gradient.fill(d, j * skills, (j + 1) * skills);
			});
			gradient.set(g, b2);
			return gradient;
		},
		at: (logits) => {
			const parameters = new Float64Array(size);
			parameters.set(start.weights);
			parameters.set(start.bias, b1);
			parameters.set(logits, b2);
			return parameters;
		},
	};
}
