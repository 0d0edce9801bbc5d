/**
 * Draws from gamma and Dirichlet distributions: pure functions of their stream. w [K] weights:
 *
 *     q_i = G_i / Σ_j G_j ~ Dirichlet(w),   G_i ~ Gamma(w_i + 1) U_i^(1/w_i),   U ~ (0, 1]
 *
 * Source: Marsaglia & Tsang, A simple method for generating gamma variables, 2000.
 */
import { normal, type RandomStream } from '#engine/core/random.ts';
import { softmaxShares } from './shares.ts';

/** Shares from a Dirichlet distribution. Logarithms keep draws of small weights above 0. */
export const dirichletShares = (
	weights: readonly number[],
	streamOf: (index: number) => RandomStream,
): number[] =>
	softmaxShares(
		weights.map((weight, i) => {
			const stream = streamOf(i);
			const boost = Math.log(1 - stream.uniform(0)) / weight;
			return Math.log(gamma(stream.child('boost'), weight + 1)) + boost;
		}),
	);

/** One draw of Gamma(shape) with scale 1. */
export function gamma(stream: RandomStream, shape: number): number {
	if (shape < 1)
		return gamma(stream.child('boost'), shape + 1) * (1 - stream.uniform(0)) ** (1 / shape);
	const d = shape - 1 / 3;
	const c = 1 / Math.sqrt(9 * d);
	for (let i = 0; ; i++) {
		const x = normal(stream, 2 * i);
		const t = (1 + c * x) ** 3;
		const u = 1 - stream.uniform(4 * i + 2);
		if (t > 0 && Math.log(u) < 0.5 * x * x + d - d * t + d * Math.log(t)) return d * t;
	}
}
