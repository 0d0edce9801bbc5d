/**
 * Chooses the next token from its logits, as transformers' logits processors do, in their order:
 *
 *   repetition penalty r (Keskar et al. 2019, arXiv 1909.05858, § 4.1): z ← z / r if z > 0, else
 *     z r, for each token that occurs in the prompt or the answer
 *   temperature T: z ← z / T                              (T = 0: the largest logit, no chance)
 *   top-k: only the k largest logits; more if several equal the k-th
 *   top-p (Holtzman et al. 2020, arXiv 1904.09751): only the fewest tokens whose probabilities sum
 *     to p or more
 *   the token at which the cumulative probability passes a uniform random number
 */
import { NonFiniteError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { Sampling } from '#engine/core/sampling.ts';
import { sum } from '#engine/core/statistics.ts';

/** `before`: the prompt and the answer so far. `chance`: uniform in [0, 1). */
export function chooseToken(
	logits: Float32Array,
	before: readonly number[],
	settings: Omit<Sampling, 'seed'>,
	chance: number,
): number {
	const { temperature, repetitionPenalty } = settings;
	const penalised = repetitionPenalty === 1 ? logits : penalise(logits, before, repetitionPenalty);
	if (temperature === 0) return argmax(penalised);
	const [likely, weights] = candidates(penalised, settings);
	const total = sum(weights);
	let passed = 0;
	for (const [i, token] of likely.entries()) {
		passed += weights[i];
		if (passed > chance * total) return token;
	}
	return likely[0];
}

function penalise(logits: Float32Array, before: readonly number[], penalty: number): Float32Array {
	const changed = logits.slice();
	for (const token of new Set(before)) changed[token] *= changed[token] > 0 ? 1 / penalty : penalty;
	return changed;
}

/** The tokens to draw from, the likeliest first, and their probabilities up to a factor. */
function candidates(
	logits: Float32Array,
	{ temperature, topK, topP }: Pick<Sampling, 'temperature' | 'topK' | 'topP'>,
): [tokens: Uint32Array, weights: Float64Array] {
	const largest = logits[argmax(logits)];
	const sorted = sortTokens(logits);
	const least = topK > 0 && topK < sorted.length ? logits[sorted[topK - 1]] : -Infinity;
	const less = sorted.findIndex((token) => logits[token] < least);
	const topTokens = sorted.subarray(0, less === -1 ? sorted.length : less);
	const weights = Float64Array.from(topTokens, (token) =>
		Math.exp((logits[token] - largest) / temperature),
	);
	const total = sum(weights);
	let passed = 0;
	const count = weights.findIndex((weight) => (passed += weight) >= topP * total) + 1;
	return [
		topTokens.subarray(0, count || topTokens.length),
		weights.subarray(0, count || topTokens.length),
	];
}

/**
 * Tokens by descending logit; equal logits stay in the order of their tokens. Sorts one number per
 * token, its logit's bits before its index: without a comparator, that takes a third of the time.
 */
export function sortTokens(logits: Float32Array): Uint32Array {
	// Adding 0 changes −0 to 0, which has other bits.
	const bits = new Uint32Array(logits.map((logit) => logit + 0).buffer);
	const keys = new Float64Array(bits.length);
	for (let token = 0; token < keys.length; token++) {
		const word = bits[token];
		const descending = word >= 2 ** 31 ? word : 2 ** 31 - 1 - word;
		keys[token] = descending * 2 ** 20 + token;
	}
	return Uint32Array.from(keys.sort(), (key) => key % 2 ** 20);
}

export const notFinite = () =>
	new NonFiniteError(
		say(
			'The model gives logits that are not finite numbers, so it cannot write. Go back to an earlier checkpoint.',
		),
	);

/** Index of the largest logit; the first among equals. Throws NonFiniteError. */
function argmax(logits: Float32Array): number {
	let largest = 0;
	for (let i = 0; i < logits.length; i++) {
		if (!Number.isFinite(logits[i])) throw notFinite();
		if (logits[i] > logits[largest]) largest = i;
	}
	return largest;
}
