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

/**
 * Mean 0 and standard deviation 1 within each stretch of about `stretch` neighbours (0: over all of them); all 0 where they are
 * all alike. A run's early steps move its loss by many times what late ones do: over a whole episode they alone would count.
 */
export function standardisedAdvantages(advantages: Float64Array, stretch = 0): Float64Array {
	const n = advantages.length;
	const stretches = stretch === 0 ? 1 : Math.max(1, Math.round(n / stretch));
	const result = new Float64Array(n);
	for (let k = 0; k < stretches; k++) {
		const from = Math.round((k * n) / stretches);
		const own = advantages.subarray(from, Math.round(((k + 1) * n) / stretches));
		const mean = own.reduce((a, b) => a + b, 0) / own.length;
		const variance = own.reduce((a, b) => a + (b - mean) ** 2, 0) / own.length;
		const deviation = Math.sqrt(variance);
		own.forEach((a, i) => (result[from + i] = deviation > 1e-12 ? (a - mean) / deviation : 0));
	}
	return result;
}
