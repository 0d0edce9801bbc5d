/** The mixes at which a forecast is compared with training, and how well the two agree. */
import { randomStream } from '../../src/engine/core/random.ts';
import { mean, spearman } from '../../src/engine/core/statistics.ts';
import { dirichletShares } from '../../src/mixing/dirichlet.ts';

/** What was forecast, and what was reached. */
export type Pair = readonly [forecast: number, reached: number];

/** Equal shares, each skill with half of the batch, then random mixes. */
export function truthMixes(ids: readonly string[], count: number): number[][] {
	const others = ids.length - 1;
	const stream = randomStream(0, 'truth');
	const even = ids.map(() => 1 / ids.length);
	const led = ids.map((_, i) => ids.map((__, j) => (i === j ? 0.5 : 0.5 / others)));
	const random = Array.from({ length: count }, (_, n) =>
		dirichletShares(
			ids.map(() => 1),
			(i) => stream.child(`${n} ${ids[i]}`),
		),
	);
	return [even, ...led, ...random].slice(0, count);
}

export function agreement(pairs: readonly Pair[]) {
	const [centre, middle] = [0, 1].map((side) => mean(pairs.map((pair) => pair[side])));
	const together = mean(pairs.map(([a, b]) => (a - centre) * (b - middle)));
	const alone = (side: 0 | 1, at: number) => mean(pairs.map((pair) => (pair[side] - at) ** 2));
	const scale = Math.sqrt(alone(0, centre) * alone(1, middle));
	const bias = centre - middle;
	return {
		correlation: scale > 0 ? together / scale : null,
		rank: spearman(pairs),
		/** Mean distance, in the unit of the values. */
		error: mean(pairs.map(([a, b]) => Math.abs(a - b))),
		bias,
		/** Mean distance after the bias is taken off. */
		scatter: mean(pairs.map(([a, b]) => Math.abs(a - b - bias))),
	};
}
