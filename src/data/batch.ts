/**
 * A micro-batch on the host: examples laid out in rows of equal length. packed: several in a row, first-fit by falling
 * length, each a segment that sees only itself and counts its positions from 0. padded: one in a row. The loss is the same.
 */
import type { HostBatch } from '#model/hostBatch.ts';
import type { EncodedExamples } from './encoded.ts';

export interface ExampleAddress {
	readonly set: EncodedExamples;
	readonly index: number;
}

/** Row lengths: few, so that shapes repeat; each at most half as long again as the one before it. */
const timeBuckets = [
	16, 20, 24, 32, 40, 48, 64, 80, 96, 128, 160, 192, 256, 320, 384, 512, 640, 768, 1024, 1280, 1536,
	2048, 3072, 4096,
];

export const bucketOf = (length: number): number =>
	timeBuckets.find((bucket) => bucket >= length) ?? length;

/** The last token of an example is only a target, so it takes length − 1 places. */
const placesOf = ({ set, index }: ExampleAddress): number =>
	Math.max(1, set.offsets[index + 1] - set.offsets[index] - 1);

export function layOut(
	examples: readonly ExampleAddress[],
	layout: 'packed' | 'padded',
): HostBatch {
	const lengths = examples.map(placesOf);
	const time = bucketOf(Math.max(...lengths));
	const starts = layout === 'packed' ? pack(lengths, time) : lengths.map((_, i) => i * time);
	const rows = 1 + Math.floor(Math.max(...starts) / time);
	const tokens = new Int32Array(rows * time);
	const positions = new Int32Array(rows * time);
	const segments = new Int32Array(rows * time).fill(-1);
	const predictors: number[] = [];
	const targets: number[] = [];
	const owners: number[] = [];
	const targetCounts = new Int32Array(examples.length);
	examples.forEach(({ set, index }, example) => {
		const first = set.offsets[index];
		for (let i = 0; i < lengths[example]; i++) {
			const place = starts[example] + i;
			tokens[place] = set.tokens[first + i]!;
			positions[place] = i;
			segments[place] = example;
			if (first + i + 1 < set.offsets[index + 1] && set.targets[first + i + 1]) {
				predictors.push(place);
				targets.push(set.tokens[first + i + 1]);
				owners.push(example);
				targetCounts[example]++;
			}
		}
	});
	return {
		rows,
		time,
		tokens,
		positions,
		segments,
		predictors: Int32Array.from(predictors),
		targets: Int32Array.from(targets),
		owners: Int32Array.from(owners),
		exampleCount: examples.length,
		targetCounts,
		lengths: Int32Array.from(lengths, (length) => length + 1),
	};
}

/** First-fit by falling length; ties keep their order. Returns each example's first place, row × time + column. */
function pack(lengths: readonly number[], time: number): number[] {
	const starts = new Array<number>(lengths.length);
	const filled: number[] = [];
	const order = lengths.map((_, i) => i).sort((a, b) => lengths[b] - lengths[a] || a - b);
	for (const i of order) {
		let row = filled.findIndex((used) => used + lengths[i] <= time);
		if (row === -1) row = filled.push(0) - 1;
		starts[i] = row * time + filled[row];
		filled[row] += lengths[i];
	}
	return starts;
}

/**
 * Cuts a batch into micro-batches: at least `parts` of them (gradient accumulation), and none with more than `maxPlaces`
 * places when padded, so that memory is bounded whatever the visitor's rows are. In order.
 */
export function cut(
	examples: readonly ExampleAddress[],
	parts: number,
	maxPlaces: number,
): ExampleAddress[][] {
	const most = Math.max(1, Math.ceil(examples.length / parts));
	const batches: ExampleAddress[][] = [];
	let current: ExampleAddress[] = [];
	let longest = 0;
	for (const example of examples) {
		const next = Math.max(longest, bucketOf(placesOf(example)));
		if (
			current.length > 0 &&
			(current.length === most || next * (current.length + 1) > maxPlaces)
		) {
			batches.push(current);
			current = [];
			longest = 0;
		}
		current.push(example);
		longest = Math.max(longest, bucketOf(placesOf(example)));
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
