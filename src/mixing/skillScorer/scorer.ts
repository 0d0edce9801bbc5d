/**
 * The scorer ψ and its update: inner steps of one optimizer up the objective, on constant rewards.
 *
 * Sources: MoS, Eq. 6: one step ψ ← ψ + γ ∇F (SGD). The code (github minghao-wu/mixture_of_skills
 * @0ca09a8) makes 200 steps of PyTorch's Adam (β .9 and .999, ε 1e-8) on the same rewards
 * (`data_optim_steps`), and keeps one Adam with its moments over all updates.
 */
import { adamStep, newAdam, type AdamState } from '../adam.ts';
import { objectiveGradient, softmax } from './objective.ts';

/** A function from parameters to logits: freeLogits here, or the paper's perceptron.ts. */
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
 * `BaseActor(size=N)` multiplies its weight [1, N] elementwise with an input that is always ones(1,
 * N).
 */
export const freeLogits = (skills: number): ScorerModel => ({
	size: skills,
	logits: (parameters) => parameters,
	backward: (_parameters, logitGradient) => logitGradient,
	at: (logits) => Float64Array.from(logits),
});

export interface Scorer {
	readonly model: ScorerModel;
	readonly optimizer: 'adam' | 'sgd';
	readonly learningRate: number;
	readonly innerSteps: number;
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

/**
 * One update on rewards R [N] ≥ 0. null if a parameter or a moment would not be finite (rewards
 * near the largest double): an infinite moment would freeze its parameter for ever.
 */
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
