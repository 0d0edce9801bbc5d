/** Examples of a golden file as a set of the trainer. */
import type { EncodedExamples } from '#engine/data/encoded.ts';
import { encodedSet } from '../support/encodedSet.ts';

interface GoldenExample {
	readonly tokens: readonly number[];
	readonly promptLength: number;
}

export const encodedGolden = (examples: readonly GoldenExample[]): EncodedExamples =>
	encodedSet(
		examples.map(({ tokens }) => tokens),
		(place, row) => place >= examples[row].promptLength,
	);
