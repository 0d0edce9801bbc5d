/** Examples of a golden file as a set of the trainer. */
import type { EncodedExamples } from '#engine/data/encoded.ts';

interface GoldenExample {
	readonly tokens: readonly number[];
	readonly promptLength: number;
}

export function encodedGolden(examples: readonly GoldenExample[]): EncodedExamples {
	const offsets = [0];
	for (const { tokens } of examples) offsets.push(offsets.at(-1) + tokens.length);
	return {
		count: examples.length,
		tokens: Uint16Array.from(examples.flatMap(({ tokens }) => tokens)),
		offsets: Uint32Array.from(offsets),
		targets: Uint8Array.from(
			examples.flatMap(({ tokens, promptLength }) =>
				tokens.map((_, i) => (i >= promptLength ? 1 : 0)),
			),
		),
		promptLengths: Uint32Array.from(examples, ({ promptLength }) => promptLength),
		noisy: new Uint8Array(examples.length),
		cut: 0,
	};
}
