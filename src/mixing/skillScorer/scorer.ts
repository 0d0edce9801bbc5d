/**
 * The scorer ψ and its update: inner steps of one optimizer up the objective, on rewards that stay as they are.
 *
 * Sources: MoS, Eq. 6: one step ψ ← ψ + γ ∇F (SGD). The code (github minghao-wu/mixture_of_skills @0ca09a8): 200 steps of Adam,
 * PyTorch's (β .9 and .999, ε 1e-8), on the same rewards (`data_optim_steps`); one Adam, with its moments, over all updates.
 */
import { adamStep, newAdam, type AdamState } from '../adam.ts';
import { objectiveGradient, softmax } from './objective.ts';
import type { ScorerForm } from './scorerForm.ts';

export interface Scorer {
	readonly form: ScorerForm;
	readonly optimizer: 'adam' | 'sgd';
	readonly learningRate: number;
	readonly innerSteps: number;
}

/** What of a scorer changes. SGD leaves the moments as they are. */
export interface Scores {
	readonly parameters: Float64Array;
	readonly adam: AdamState;
}

export const scoresAt = (form: ScorerForm, logits: readonly number[]): Scores => ({
	parameters: form.at(logits),
	adam: newAdam(form.size),
});

/** p [N]. */
export const sharesOfScores = (form: ScorerForm, { parameters }: Scores): number[] =>
	softmax(form.logits(parameters));

/**
 * One update on rewards R [N] ≥ 0. null where a parameter or a moment would not be a finite number (rewards near the
 * largest double): nothing is taken over then, since an infinite moment would hold its parameter for ever.
 */
export function updated(scorer: Scorer, scores: Scores, rewards: readonly number[]): Scores | null {
	let next = scores;
	for (let step = 0; step < scorer.innerSteps; step++) next = stepUp(scorer, next, rewards);
	const { parameters, adam } = next;
	const finite = [parameters, adam.first, adam.second].every((list) => list.every(Number.isFinite));
	return finite ? next : null;
}

function stepUp(
	{ form, optimizer, learningRate }: Scorer,
	{ parameters, adam }: Scores,
	rewards: readonly number[],
): Scores {
	const gradient = form.backward(parameters, objectiveGradient(form.logits(parameters), rewards));
	if (optimizer === 'sgd')
		return { parameters: parameters.map((value, i) => value + learningRate * gradient[i]), adam };
	const step = adamStep(
		parameters,
		// Adam descends: up F is down −F.
		gradient.map((slope) => -slope),
		adam,
		{ learningRate },
	);
	return { parameters: step.parameters, adam: step.state };
}
