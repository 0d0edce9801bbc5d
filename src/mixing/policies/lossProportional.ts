/**
 * Loss-proportional: shares follow the training losses. The adaptive policies' naive baseline.
 * L [K]: smoothed training losses in nats per token; T temperature; u uniform part:
 *
 *     p_i = (1 − u) g(L_i) / Σ_j g(L_j) + u/K,   g(L) = L^(1/T) (power) or exp(L/T) (softmax)
 *     L_i ← s L_i + (1 − s) (mean loss of i's examples in the batch)
 *
 * Source: `softmax` is the rule of modelscope/ms-swift pull request 9142 (closed). Ours: the power
 * form, the smoothing, and the uniform part, which keeps skills with a loss of 0.
 */
import * as v from 'valibot';
import { settingsOf } from '#engine/core/parameters.ts';
import { learningMixer, learnedState, explainMovement } from '../mixers.ts';
import { policyOf } from '../policy.ts';
import { equalShares, normalise, withEqualPart } from '../shares.ts';
import { finite, listOf } from '../storedData.ts';

const lossState = learnedState({
	/** Smoothed training loss, nats per token; null until the skill was in a batch. */
	loss: listOf(v.nullable(finite)),
});

/** p_i = (1 − u)·g(L_i)/Σ g(L) + u/K, or null. Without a loss, a skill gets the others' mean. */
export function lossShares(
	losses: readonly (number | null)[],
	{ temperature, uniform, form }: LossRule,
): number[] | null {
	const known = losses.filter((loss) => loss !== null).sort((a, b) => a - b);
	const largest = known[known.length - 1] ?? 0;
	if (known.length === 0 || (form === 'power' && largest <= 0)) return null;
	// Divide before the sum: two losses of 1e308 have an infinite sum.
	const mean = known.reduce((sum, loss) => sum + loss / known.length, 0);
	const amounts = losses.map((loss) =>
		form === 'power'
			? Math.max((loss ?? mean) / largest, 0) ** (1 / temperature)
			: Math.exp(((loss ?? mean) - largest) / temperature),
	);
	return withEqualPart(normalise(amounts), uniform);
}
export interface LossRule {
	/** power: g = L^(1/T), proportional at T = 1. softmax: g = exp(L/T). */
	readonly form: 'power' | 'softmax';
	readonly temperature: number;
	/** u: the part that all skills share equally. */
	readonly uniform: number;
}

export const lossProportional = policyOf('loss-proportional', {
	group: 'adaptive',
	citation: {
		text:
			'modelscope/ms-swift, pull request 9142 (softmax of the loss over a temperature; closed); ' +
			'the proportional form is ours',
		url: 'https://github.com/modelscope/ms-swift/pull/9142',
	},
	parameters: settingsOf('loss-proportional', {
		form: { kind: 'choice', options: ['power', 'softmax'] },
		temperature: { kind: 'number', default: 1, min: 0.05, max: 100 },
		smoothing: { kind: 'number', default: 0.9, min: 0, max: 0.999 },
		uniform: { kind: 'number', default: 0.05, min: 0, max: 1, advanced: true },
	}),
	createMixer: ({ form, temperature, smoothing, uniform }, { skills }) =>
		learningMixer({
			schema: lossState,
			start: {
				weights: equalShares(skills.length),
				sentence: { id: 'loss-proportional.start', values: {} },
				warnings: [],
				loss: skills.map(() => null),
			},
			next: (state, { batchLoss }) => {
				if (batchLoss.every((loss) => loss === null)) return state;
				const loss = state.loss.map((old, i) => {
					const now = batchLoss[i];
					if (now === null) return old;
					return old === null ? now : smoothing * old + (1 - smoothing) * now;
				});
				const weights = lossShares(loss, { form, temperature, uniform });
				if (weights === null)
					return { ...state, loss, warnings: [{ id: 'loss-proportional.zero', values: {} }] };
				const shares = [state.weights, weights] as const;
				const sentence = explainMovement('loss', skills, shares, [state.loss, loss]);
				return { ...state, weights, sentence, loss };
			},
			traces: ({ loss }) => [{ label: 'loss', values: loss }],
		}),
});
