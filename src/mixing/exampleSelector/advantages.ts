/** Generalised advantage estimation (Schulman et al., arXiv 1506.02438, Eq. 16). */

export interface AdvantageOptions {
	/** Discount γ. */
	readonly gamma: number;
	readonly lambda: number;
	/** Value of the state after the last reward. Default: 0, the end of the episode. */
	readonly lastValue?: number;
}

/**
 * δ_t = R_t + γ V_{t+1} − V_t; A_t = Σ_l (γλ)^l δ_{t+l}; returns G_t = A_t + V_t, the critic's
 * target.
 */
export function estimateAdvantages(
	rewards: ArrayLike<number>,
	values: ArrayLike<number>,
	{ gamma, lambda, lastValue = 0 }: AdvantageOptions,
): { readonly advantages: Float64Array; readonly returns: Float64Array } {
	const advantages = new Float64Array(rewards.length);
	const returns = new Float64Array(rewards.length);
	let next = lastValue;
	let sum = 0;
	for (let t = rewards.length - 1; t >= 0; t--) {
		sum = rewards[t] + gamma * next - values[t] + gamma * lambda * sum;
		advantages[t] = sum;
		returns[t] = sum + values[t];
		next = values[t];
	}
	return { advantages, returns };
}

/**
 * Scales to mean 0 and standard deviation 1 within groups of about `stretch` neighbours (0: one
 * group). Equal values become 0. A run's early steps move its loss many times more than late steps;
 * over a whole episode only they would count.
 */
export function standardiseAdvantages(advantages: Float64Array, stretch = 0): Float64Array {
	const n = advantages.length;
	const groups = stretch === 0 ? 1 : Math.max(1, Math.round(n / stretch));
	const result = new Float64Array(n);
	for (let k = 0; k < groups; k++) {
		const from = Math.round((k * n) / groups);
		const own = advantages.subarray(from, Math.round(((k + 1) * n) / groups));
		const mean = own.reduce((a, b) => a + b, 0) / own.length;
		const variance = own.reduce((a, b) => a + (b - mean) ** 2, 0) / own.length;
		const deviation = Math.sqrt(variance);
		own.forEach((a, i) => (result[from + i] = deviation > 1e-12 ? (a - mean) / deviation : 0));
	}
	return result;
}
