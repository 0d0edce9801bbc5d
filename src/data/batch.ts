/**
 * A micro-batch on the host: examples one behind another in a pack, each seeing only itself and counting its positions from 0.
 * packed: without gaps. padded: each filled up to the longest, as most trainers do it. The loss is the same.
 */
import { emptyPack, type HostBatch } from '#model/hostBatch.ts';
import type { EncodedExamples } from './encoded.ts';

export interface ExampleAddress {
	readonly set: EncodedExamples;
	readonly index: number;
}

/** The last token of an example is only a target, so it takes length − 1 places. */
export const packedLength = ({ set, index }: ExampleAddress): number =>
	Math.max(1, set.offsets[index + 1] - set.offsets[index] - 1);

/** Tokens that are predicted: an example's first is predicted from nothing. */
export function targetCount({ set, index }: ExampleAddress): number {
	let count = 0;
	for (let i = set.offsets[index] + 1; i < set.offsets[index + 1]; i++) count += set.targets[i];
	return count;
}

/** What `cut` holds to. */
export interface MicroBatchBounds {
	readonly parts: number;
	readonly maxPackLength: number;
}

export function packBatch(
	examples: readonly ExampleAddress[],
	layout: 'packed' | 'padded',
): HostBatch {
	const lengths = examples.map(packedLength);
	const longest = Math.max(...lengths);
	const pack = emptyPack(lengths, layout === 'packed' ? lengths : lengths.map(() => longest));
	const { tokens, starts } = pack;
	const predictors: number[] = [];
	const targets: number[] = [];
	const owners: number[] = [];
	const targetCounts = new Int32Array(examples.length);
	examples.forEach(({ set, index }, example) => {
		const begin = set.offsets[index];
		for (let i = 0; i < lengths[example]; i++) {
			const place = starts[example] + i;
			tokens[place] = set.tokens[begin + i] ?? 0;
			if (begin + i + 1 < set.offsets[index + 1] && set.targets[begin + i + 1]) {
				predictors.push(place);
				targets.push(set.tokens[begin + i + 1]);
				owners.push(example);
				targetCounts[example]++;
			}
		}
	});
	return {
		...pack,
		targetCounts,
		predictors: Int32Array.from(predictors),
		targets: Int32Array.from(targets),
		owners: Int32Array.from(owners),
		exampleCount: examples.length,
		lengths: Int32Array.from(lengths, (length) => length + 1),
	};
}

/**
 * Cuts a batch into micro-batches: at least `parts` of them (gradient accumulation), and none with more than `maxPackLength`
 * places when padded, so that memory is bounded whatever the visitor's rows are. In order.
 */
export function splitIntoMicroBatches(
	examples: readonly ExampleAddress[],
	parts: number,
	maxPackLength: number,
): ExampleAddress[][] {
	const most = Math.max(1, Math.ceil(examples.length / parts));
	const batches: ExampleAddress[][] = [];
	let current: ExampleAddress[] = [];
	let longest = 0;
	for (const example of examples) {
		const next = Math.max(longest, packedLength(example));
		if (
			current.length > 0 &&
			(current.length === most || next * (current.length + 1) > maxPackLength)
		) {
			batches.push(current);
			current = [];
			longest = 0;
		}
		current.push(example);
		longest = Math.max(longest, packedLength(example));
	}
	if (current.length > 0) batches.push(current);
	return batches;
}

/** Each example's mean of a value per target, in float64 and in order. */
export function exampleMeans(values: ArrayLike<number>, batch: HostBatch): Float64Array {
	const means = new Float64Array(batch.exampleCount);
	batch.owners.forEach((owner, i) => (means[owner] += values[i] / batch.targetCounts[owner]));
	return means;
}
