/**
 * A batch as rows of equal length, for the other engines. The loss of both layouts is the same.
 * packed: several examples per row, first-fit by decreasing length. Each is a segment with its own
 * positions from 0 and sees only itself. padded: one example per row.
 */
import type { EncodedExamples } from '../../src/engine/data/encoded.ts';

export interface RowBatch {
	readonly rows: number;
	/** Columns. */
	readonly time: number;
	/** [rows × time]; unused positions have token 0 and segment −1. */
	readonly tokens: Int32Array;
	readonly positions: Int32Array;
	readonly segments: Int32Array;
	/** [targets]: predicting position, right token, and example. */
	readonly predictors: Int32Array;
	readonly targets: Int32Array;
	readonly owners: Int32Array;
	readonly exampleCount: number;
	/** Number of targets of each example. */
	readonly targetCounts: Int32Array;
}

/** Examples need at most `time` positions: one less than tokens, as the last is only a target. */
export function listRows(
	{ count, tokens: from, offsets, targets: isTarget }: EncodedExamples,
	time: number,
	layout: 'packed' | 'padded',
): RowBatch {
	const lengths = Array.from({ length: count }, (_, i) => offsets[i + 1] - offsets[i] - 1);
	const starts = layout === 'packed' ? pack(lengths, time) : lengths.map((_, i) => i * time);
	const rows = 1 + Math.floor(Math.max(...starts) / time);
	const tokens = new Int32Array(rows * time);
	const positions = new Int32Array(rows * time);
	const segments = new Int32Array(rows * time).fill(-1);
	const predictors: number[] = [];
	const targets: number[] = [];
	const owners: number[] = [];
	const targetCounts = new Int32Array(count);
	lengths.forEach((length, example) => {
		const first = offsets[example];
		for (let i = 0; i < length; i++) {
			const place = starts[example] + i;
			tokens[place] = from[first + i];
			positions[place] = i;
			segments[place] = example;
			if (isTarget[first + i + 1]) {
				predictors.push(place);
				targets.push(from[first + i + 1]);
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
		targetCounts,
		exampleCount: count,
		predictors: Int32Array.from(predictors),
		targets: Int32Array.from(targets),
		owners: Int32Array.from(owners),
	};
}

/** First-fit by decreasing length, stable. Returns the first position of each example. */
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

/** Adds empty rows up to `rows`. */
export function withRows(batch: RowBatch, rows: number): RowBatch {
	const longer = (values: Int32Array, fill: number) => {
		const result = new Int32Array(rows * batch.time).fill(fill);
		result.set(values);
		return result;
	};
	return {
		...batch,
		rows,
		tokens: longer(batch.tokens, 0),
		positions: longer(batch.positions, 0),
		segments: longer(batch.segments, -1),
	};
}
