/** Sequential draws from a random stream, for the generators of examples. */
import type { RandomStream } from '#core/random.ts';

export interface Draws {
	/** An integer in [0, bound). */
	below(bound: number): number;
	/** An integer in [from, to]. */
	between(from: number, to: number): number;
	/** True in `percent` of 100 draws. */
	chance(percent: number): boolean;
	pick<T>(list: readonly T[]): T;
}

export function sequentialDraws(stream: RandomStream): Draws {
	let index = 0;
	const below = (bound: number) => stream.below(bound, index++);
	return {
		below,
		between: (from, to) => from + below(to - from + 1),
		chance: (percent) => below(100) < percent,
		pick: (list) => list[below(list.length)],
	};
}
