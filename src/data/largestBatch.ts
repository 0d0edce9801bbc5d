/** How large a micro-batch can become, before any is drawn: what a run's memory is planned for. */
import {
	splitIntoMicroBatches,
	packedLength,
	targetCount,
	type MicroBatchBounds,
	type ExampleAddress,
} from './batch.ts';
import type { EncodedExamples } from './encoded.ts';

export interface BatchExtent {
	/** Of the stream, before it is rounded up. */
	readonly packLength: number;
	readonly targets: number;
}

/**
 * Of `cut`'s micro-batches of any `size` examples, each of which may come any number of times. Those of all lengths up to some
 * longest: as many as the bounds let in beside it, all as long, and with as many targets as any of them.
 */
export function largestBatch(
	sets: readonly EncodedExamples[],
	size: number,
	{ parts, maxPackLength }: MicroBatchBounds,
): BatchExtent {
	/** Most targets of the examples of each length. */
	const targetsAt = new Map<number, number>();
	for (const set of sets)
		for (let index = 0; index < set.count; index++) {
			const packLength = packedLength({ set, index });
			targetsAt.set(
				packLength,
				Math.max(targetsAt.get(packLength) ?? 0, targetCount({ set, index })),
			);
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

/** Of the micro-batches of just these examples, in their order, without gaps. */
export function largestPass(
	examples: readonly ExampleAddress[],
	bounds: MicroBatchBounds,
): BatchExtent {
	const sum = (part: readonly ExampleAddress[], of: (example: ExampleAddress) => number) =>
		part.reduce((total, example) => total + of(example), 0);
	const batches = splitIntoMicroBatches(examples, bounds.parts, bounds.maxPackLength);
	return {
		packLength: Math.max(0, ...batches.map((part) => sum(part, packedLength))),
		targets: Math.max(0, ...batches.map((part) => sum(part, targetCount))),
	};
}

/** Of both. */
export const largestExtent = (extents: readonly BatchExtent[]): BatchExtent => ({
	packLength: Math.max(0, ...extents.map(({ packLength }) => packLength)),
	targets: Math.max(0, ...extents.map(({ targets }) => targets)),
});

/** The examples as a shorter context would cut them: from the left. */
export function shortened(set: EncodedExamples, context: number): EncodedExamples {
	const kept = Array.from({ length: set.count }, (_, index) => {
		const end = set.offsets[index + 1];
		return [Math.max(set.offsets[index], end - context), end] as const;
	});
	const offsets = new Uint32Array(set.count + 1);
	kept.forEach(([begin, end], index) => (offsets[index + 1] = offsets[index] + end - begin));
	const gathered = <T extends Uint8Array | Uint16Array | Uint32Array>(from: T, to: T): T => {
		kept.forEach(([begin, end], index) => to.set(from.subarray(begin, end), offsets[index]));
		return to;
	};
	const length = offsets[set.count];
	return {
		...set,
		offsets,
		tokens: gathered<EncodedExamples['tokens']>(set.tokens, new Uint32Array(length)),
		targets: gathered(set.targets, new Uint8Array(length)),
		promptLengths: set.promptLengths.map((prompt, index) =>
			Math.min(prompt, offsets[index + 1] - offsets[index]),
		),
	};
}
