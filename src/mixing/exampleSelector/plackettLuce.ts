/**
 * The Plackett–Luce distribution over ordered choices: each pick is a softmax over the rest. For
 * logits z of the members M and picks c_1 … c_b:
 *
 *     log P(c) = Σ_j (z_{c_j} − log Z_j),   Z_j = Σ_{i in M without c_1 … c_{j−1}} exp z_i
 *     ∂ log P / ∂z_i = [i chosen] − exp(z_i) Σ_{j: i is left at pick j} 1 / Z_j
 *
 * The b largest of z + Gumbel noise are such a choice. Our reading of RAISE's exploration: this to
 * sample, and the b largest of z for a greedy choice.
 */
import type { RandomStream } from '#engine/core/random.ts';

/** Standard Gumbel noise: adding it to logits and taking the top b samples from Plackett–Luce. */
export const gumbelNoise = (stream: RandomStream, index: number): number =>
	-Math.log(-Math.log((stream.bits(index) + 0.5) / 2 ** 32));

/** The `count` members with the highest `keys`, highest first; ties in the members' order. */
export function takeTop(
	keys: ArrayLike<number>,
	members: readonly number[],
	count: number,
): number[] {
	return [...members].sort((a, b) => keys[b] - keys[a] || a - b).slice(0, count);
}

const logAdd = (a: number, b: number): number => {
	const largest = Math.max(a, b);
	return largest === -Infinity ? largest : largest + Math.log1p(Math.exp(Math.min(a, b) - largest));
};

/**
 * Log-probability of an ordered choice under `logits`, and the entropy of its first pick: that of
 * the whole choice has no closed form. In the log domain.
 */
export function choiceTerms(
	logits: ArrayLike<number>,
	members: readonly number[],
	chosen: readonly number[],
): { readonly logProbability: number; readonly entropy: number } {
	const { logSums } = suffixSums(logits, members, chosen);
	let logProbability = 0;
	chosen.forEach((at, j) => (logProbability += logits[at] - logSums[j]));
	const total = logSums[0];
	let mean = 0;
	for (const at of members) mean += Math.exp(logits[at] - total) * logits[at];
	return { logProbability, entropy: total - mean };
}

/** Adds weight · ∂ log P / ∂ logits and entropyWeight · ∂ entropy / ∂ logits to `gradient`. */
export function addChoiceGradient(
	logits: ArrayLike<number>,
	members: readonly number[],
	chosen: readonly number[],
	{ weight, entropyWeight }: { readonly weight: number; readonly entropyWeight: number },
	gradient: Float64Array,
): void {
	const { logSums, isChosen } = suffixSums(logits, members, chosen);
	// Σ_j p_j(i) over the picks before i is gone = exp(logit_i + log Σ_j 1/Z_j).
	let inverse = -Infinity;
	chosen.forEach((at, j) => {
		inverse = logAdd(inverse, -logSums[j]);
		gradient[at] += weight * (1 - Math.exp(logits[at] + inverse));
	});
	const total = logSums[0];
	let mean = 0;
	for (const at of members) {
		if (!isChosen.has(at)) gradient[at] -= weight * Math.exp(logits[at] + inverse);
		mean += Math.exp(logits[at] - total) * logits[at];
	}
	if (entropyWeight === 0) return;
	for (const at of members)
		gradient[at] -= entropyWeight * Math.exp(logits[at] - total) * (logits[at] - mean);
}

/** log Z_j = log Σ exp(logit) over the rest at pick j, from the last pick back: no subtraction. */
function suffixSums(
	logits: ArrayLike<number>,
	members: readonly number[],
	chosen: readonly number[],
) {
	const isChosen = new Set(chosen);
	let largest = -Infinity;
	for (const at of members) if (!isChosen.has(at)) largest = Math.max(largest, logits[at]);
	let rest = 0;
	for (const at of members) if (!isChosen.has(at)) rest += Math.exp(logits[at] - largest);
	let logSum = largest === -Infinity ? -Infinity : largest + Math.log(rest);
	const logSums = new Float64Array(chosen.length);
	for (let j = chosen.length - 1; j >= 0; j--) {
		logSum = logAdd(logSum, logits[chosen[j]]);
		logSums[j] = logSum;
	}
	return { logSums, isChosen };
}
