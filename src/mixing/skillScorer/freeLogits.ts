/**
 * The scorer as the official code has it: N free logits.
 *
 * Source: github minghao-wu/mixture_of_skills @0ca09a8, `BaseActor(size=N)`: one Linear(N, 1, bias=False) whose weight [1, N] is
 * multiplied elementwise with the input, which is always ones(1, N). So w = weight, and there is no hidden layer, unlike
 * the paper's (perceptron.ts).
 *
 *   parameters = w [N];  ∂F/∂parameters = ∂F/∂w
 */
import type { ScorerForm } from './scorerForm.ts';

export const freeLogits = (skills: number): ScorerForm => ({
	size: skills,
	logits: (parameters) => parameters,
	backward: (_parameters, logitGradient) => logitGradient,
	at: (logits) => Float64Array.from(logits),
});
