/**
 * Packs examples into micro-batches. In a pack examples follow each other. An example attends only
 * to itself and counts its positions from 0. packed: without gaps. padded: each example is filled
 * to the longest, as in most trainers. Both layouts give the same loss.
 */
import { highest } from '#engine/core/statistics.ts';
import { emptyPack, type HostBatch } from '#engine/model/hostBatch.ts';
import type { EncodedExamples } from './encoded.ts';

export interface ExampleAddress {
	readonly set: EncodedExamples;
	readonly index: number;
}

/** Positions of an example in a pack: one less than its tokens, since the last is only a target. */
export const packedLength = ({ set, index }: ExampleAddress): number =>
	Math.max(1, set.offsets[index + 1] - set.offsets[index] - 1);

/** Number of predicted tokens. An example's first token is never predicted. */
export function targetCount({ set, index }: ExampleAddress): number {
	let count = 0;
	for (let i = set.offsets[index] + 1; i < set.offsets[index + 1]; i++) count += set.targets[i];
	return count;
}

export interface MicroBatchBounds {
	/** The fewest micro-batches of a batch. */
	readonly parts: number;
	/** The most positions of a micro-batch when padded. A single longer example is allowed. */
	readonly maxPackLength: number;
}

export function packBatch(
	examples: readonly ExampleAddress[],
	layout: 'packed' | 'padded',
): HostBatch {
	const lengths = examples.map(packedLength);
	const longest = highest(lengths);
	const pack = emptyPack(lengths, layout === 'packed' ? lengths : lengths.map(() => longest));
	const { tokens, starts } = pack;
	const predictors: number[] = [];
	const targets: number[] = [];
	const owners: number[] = [];
	const targetCounts = new Int32Array(examples.length);
	examples.forEach(({ set, index }, example) => {
		const begin = set.offsets[index];
		for (let i = 0; i < lengths[example]; i++) {
			const position = starts[example] + i;
			tokens[position] = set.tokens[begin + i] ?? 0;
			if (begin + i + 1 < set.offsets[index + 1] && set.targets[begin + i + 1]) {
				predictors.push(position);
				targets.push(set.tokens[begin + i + 1]);
				owners.push(example);
				targetCounts[example]++;
			}
		}
	});
	return {
		...pack,
		targetCounts,
		predictors: new Int32Array(predictors),
		targets: new Int32Array(targets),
		owners: new Int32Array(owners),
		exampleCount: examples.length,
		lengths: Int32Array.from(lengths, (length) => length + 1),
	};
}

/**
 * Splits a batch in order into at least `parts` micro-batches (gradient accumulation). None has
 * more than `maxPackLength` positions when padded, which bounds memory for rows of any length.
 */
export function splitIntoMicroBatches(
	examples: readonly ExampleAddress[],
	parts: number,
	maxPackLength: number,
): ExampleAddress[][] {
	const maxExamples = Math.max(1, Math.ceil(examples.length / parts));
	const batches: ExampleAddress[][] = [];
	let current: ExampleAddress[] = [];
	let longest = 0;
	for (const [i, example] of examples.entries()) {
		// Leaves at least one example for each later part.
		const spare = examples.length - i - (parts - batches.length - 1);
		longest = Math.max(longest, packedLength(example));
		const isFull = current.length === maxExamples || longest * (current.length + 1) > maxPackLength;
		if (current.length > 0 && (isFull || spare < 1)) {
			batches.push(current);
			current = [];
			longest = packedLength(example);
		}
		current.push(example);
	}
	if (current.length > 0) batches.push(current);
	return batches;
}

/** Each example's mean of a value per target, in float64. */
export function exampleMeans(values: ArrayLike<number>, batch: HostBatch): Float64Array {
	const means = new Float64Array(batch.exampleCount);
	batch.owners.forEach((owner, i) => (means[owner] += values[i] / batch.targetCounts[owner]));
	return means;
}

/** The largest micro-batch that can occur, for the prediction of a run's memory. */
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
	const lengths = sets.flatMap((set) => [...targetsByLength(set)]).sort(([a], [b]) => a - b);
	const maxExamples = Math.max(1, Math.ceil(size / parts));
	let [packLength, targets, mostTargets] = [0, 0, 0];
	for (const [length, targetsAtLength] of lengths) {
		const count = Math.min(maxExamples, Math.max(1, Math.floor(maxPackLength / length)));
		mostTargets = Math.max(mostTargets, targetsAtLength);
		packLength = Math.max(packLength, count * length);
		targets = Math.max(targets, count * mostTargets);
	}
	return { packLength, targets };
}

/** Whether some batch of `size` examples has several micro-batches. */
export function canSplit(
	sets: readonly EncodedExamples[],
	size: number,
	{ parts, maxPackLength }: MicroBatchBounds,
): boolean {
	const longest = highest(sets.flatMap((set) => [...targetsByLength(set).keys()]));
	return size > 1 && (parts > 1 || size * longest > maxPackLength);
}

const countedTargets = new WeakMap<EncodedExamples, ReadonlyMap<number, number>>();

/** The most targets of an example, by length. Counted once: a set can have 10⁸ tokens. */
function targetsByLength(set: EncodedExamples): ReadonlyMap<number, number> {
	const counted = countedTargets.get(set);
	if (counted) return counted;
	const counts = new Map<number, number>();
	for (let index = 0; index < set.count; index++) {
		const packLength = packedLength({ set, index });
		const before = counts.get(packLength) ?? 0;
		counts.set(packLength, Math.max(before, targetCount({ set, index })));
	}
	countedTargets.set(set, counts);
	return counts;
}

/** The largest micro-batch of exactly these examples, in order and packed. */
export function largestPass(
	examples: readonly ExampleAddress[],
	bounds: MicroBatchBounds,
): BatchExtent {
	const sum = (part: readonly ExampleAddress[], numberOf: (example: ExampleAddress) => number) =>
		part.reduce((total, example) => total + numberOf(example), 0);
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
