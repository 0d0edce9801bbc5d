/**
 * The scorer's objective, with its gradient and its fixed point.
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
 */
export function softmax(logits: ArrayLike<number>): number[] {
	let largest = -Infinity;
	for (let i = 0; i < logits.length; i++) largest = Math.max(largest, logits[i]);
	const powers = Array.from(logits, (logit) => Math.exp(logit - largest));
	const total = powers.reduce((sum, power) => sum + power, 0);
	return powers.map((power) => power / total);
}

/** ∂F/∂w [N]. */
export function objectiveGradient(
	logits: ArrayLike<number>,
	rewards: readonly number[],
): Float64Array {
	const total = rewards.reduce((sum, reward) => sum + reward, 0);
	return Float64Array.from(softmax(logits), (share, k) => rewards[k] - share * total);
}

/** p* [N]; null if all rewards are 0, because F is constant then. */
export function fixedPoint(rewards: readonly number[]): number[] | null {
	const largest = Math.max(...rewards);
	if (!(largest > 0)) return null;
	// Divide by the largest first: the sum of two rewards of 1e308 would be infinite.
	const scaled = rewards.map((reward) => reward / largest);
	const total = scaled.reduce((sum, reward) => sum + reward, 0);
	return scaled.map((reward) => reward / total);
}
