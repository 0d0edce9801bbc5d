/**
 * The loss-ratio reward: mean loss now over mean loss of the base model. Ours, in no paper: difficulty without the
 * exponential, so that a base that does not know a format (perplexity 100, loss 4.6) does not drive the ratio to 0 at once.
 *
 *   R_i = Σ_j loss_j / Σ_j baseLoss_j over a minibatch of L training examples [N × L]
 */
import { groupMeans } from '../rows.ts';

export function lossRatioRewards(
	loss: Float32Array,
	baseLoss: Float32Array,
	examples: number,
): number[] {
	const base = groupMeans(baseLoss, examples);
	return groupMeans(loss, examples).map((now, i) => now / base[i]);
}
