/** Generalised advantage estimation (Schulman et al., arXiv 1506.02438, Eq. 16). */

export interface AdvantageOptions {
	/** Discount γ. */
	readonly gamma: number;
	readonly lambda: number;
	/** The value of the state after the last reward: 0 where the episode ended there. */
	readonly lastValue?: number;
}

/** δ_t = R_t + γ V_{t+1} − V_t; A_t = Σ_l (γλ)^l δ_{t+l}; returns G_t = A_t + V_t, what the critic is fitted to. */
export function advantagesOf(
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

/** Mean 0 and standard deviation 1; all 0 where they are all alike. */
export function standardisedAdvantages(advantages: Float64Array): Float64Array {
	const mean = advantages.reduce((a, b) => a + b, 0) / advantages.length;
	const variance = advantages.reduce((a, b) => a + (b - mean) ** 2, 0) / advantages.length;
	const deviation = Math.sqrt(variance);
	return advantages.map((a) => (deviation > 1e-12 ? (a - mean) / deviation : 0));
}
