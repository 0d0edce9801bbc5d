/**
 * The difficulty reward (DIFF): perplexity now against the base model's.
 *
 * Source: MoS, Eq. 9 and 10.  PPL(y; x, θ) = exp(−(1/|y|) Σ_k log p_θ(y_k | x, y_<k)) = exp(loss), over the answer's tokens;
 * R_i = (1/L) Σ_j PPL_now(j) / PPL_0(j) = (1/L) Σ_j exp(loss_j − baseLoss_j) over a minibatch of L training examples.
 * The code takes loss and PPL over all tokens, the prompt's too: pass allLoss and baseAllLoss for that.
 * High: still hard. Before any training it is 1 for every skill.
 */
import { groupMeans } from '../rows.ts';

/** R [N] of losses [N × L]. */
export const difficultyRewards = (
	loss: Float32Array,
	baseLoss: Float32Array,
	examples: number,
): number[] =>
	groupMeans(
		Array.from(loss, (value, j) => Math.exp(value - baseLoss[j])),
		examples,
	);
