/** Draws of one trial in their order. Equal seeds, names and numbers give equal trials. */
import { randomStream } from '../../src/engine/core/random.ts';

export interface Chance {
	/** A whole number from 0 to below `bound`. */
	below(bound: number): number;
	/** Both ends included. */
	between(from: number, to: number): number;
	is(probability: number): boolean;
	one<T>(list: readonly T[]): T;
}

export function makeChance(seed: number, name: string, index: number): Chance {
	const stream = randomStream(seed, `${name} ${index}`);
	let draws = 0;
	const below = (bound: number) => stream.below(bound, draws++);
	return {
		below,
		between: (from, to) => from + below(to - from + 1),
		is: (probability) => stream.uniform(draws++) < probability,
		one: (list) => list[below(list.length)],
	};
}
