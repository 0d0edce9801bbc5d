/** The largest micro-batch that can occur, for the prediction of a run's memory. */
import { highest } from '#core/statistics.ts';
import {
	splitIntoMicroBatches,
	packedLength,
	targetCount,
	type MicroBatchBounds,
	type ExampleAddress,
} from './batch.ts';
import type { EncodedExamples } from './encoded.ts';

export interface BatchExtent {
	/** Positions before rounding up. */
	readonly packLength: number;
	readonly targets: number;
}

/**
 * An upper bound for every micro-batch of any `size` examples, with repetition. For each length: as
 * many examples of this length as the bounds allow, each with the most targets of any example up to
 * this length.
 */
export function largestBatch(
	sets: readonly EncodedExamples[],
	size: number,
	{ parts, maxPackLength }: MicroBatchBounds,
): BatchExtent {
	/** The most targets of an example, by length. */
	const targetsAt = new Map<number, number>();
	for (const set of sets)
		for (let index = 0; index < set.count; index++) {
			const packLength = packedLength({ set, index });
			const before = targetsAt.get(packLength) ?? 0;
			targetsAt.set(packLength, Math.max(before, targetCount({ set, index })));
		}
	const most = Math.max(1, Math.ceil(size / parts));
	let [packLength, targets, mostTargets] = [0, 0, 0];
	for (const longest of [...targetsAt.keys()].sort((a, b) => a - b)) {
		const count = Math.min(most, Math.max(1, Math.floor(maxPackLength / longest)));
		mostTargets = Math.max(mostTargets, targetsAt.get(longest)!);
		packLength = Math.max(packLength, count * longest);
		targets = Math.max(targets, count * mostTargets);
	}
	return { packLength, targets };
}

/** The largest micro-batch of exactly these examples, in order and packed. */
export function largestPass(
	examples: readonly ExampleAddress[],
	bounds: MicroBatchBounds,
): BatchExtent {
	const sum = (part: readonly ExampleAddress[], of: (example: ExampleAddress) => number) =>
		part.reduce((total, example) => total + of(example), 0);
	const batches = splitIntoMicroBatches(examples, bounds.parts, bounds.maxPackLength);
	return largestExtent(
		batches.map((part) => ({
			packLength: sum(part, packedLength),
			targets: sum(part, targetCount),
		})),
	);
}

/** The maximum of each number. */
export const largestExtent = (extents: readonly BatchExtent[]): BatchExtent => ({
	packLength: Math.max(0, highest(extents.map(({ packLength }) => packLength))),
	targets: Math.max(0, highest(extents.map(({ targets }) => targets))),
});

/** The examples under a shorter context: each loses its start. */
export function shortenExamples(set: EncodedExamples, context: number): EncodedExamples {
	const kept = Array.from({ length: set.count }, (_, index) => {
		const end = set.offsets[index + 1];
		return [Math.max(set.offsets[index], end - context), end] as const;
	});
	const offsets = new Uint32Array(set.count + 1);
	kept.forEach(([begin, end], index) => (offsets[index + 1] = offsets[index] + end - begin));
	const copyKept = <T extends Uint8Array | Uint16Array | Uint32Array>(from: T, to: T): T => {
		kept.forEach(([begin, end], index) => to.set(from.subarray(begin, end), offsets[index]));
		return to;
	};
	const length = offsets[set.count];
	return {
		...set,
		offsets,
		tokens: copyKept<EncodedExamples['tokens']>(set.tokens, new Uint32Array(length)),
		targets: copyKept(set.targets, new Uint8Array(length)),
		promptLengths: set.promptLengths.map((prompt, index) =>
			Math.min(prompt, offsets[index + 1] - offsets[index]),
		),
	};
}
