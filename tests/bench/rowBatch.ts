/**
 * Examples as most engines want them: rows of equal length. packed: several in a row, first-fit by falling length, each a
 * segment that sees only itself and counts its positions from 0. padded: one in a row. The loss is the same.
 */
import type { EncodedExamples } from '#data/encoded.ts';

export interface RowBatch {
	readonly rows: number;
	/** Columns. */
	readonly time: number;
	/** [rows × time]; unused places hold token 0 in segment −1. */
	readonly tokens: Int32Array;
	readonly positions: Int32Array;
	readonly segments: Int32Array;
	/** [targets]: the place that predicts, the token that is right, the example that it belongs to. */
	readonly predictors: Int32Array;
	readonly targets: Int32Array;
	readonly owners: Int32Array;
	readonly exampleCount: number;
	/** Targets of each example: what its mean is over. */
	readonly targetCounts: Int32Array;
}

/** No example may need more than `time` places: one less than its tokens, since the last is only a target. */
export function rowsOf(
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
		...{ rows, time, tokens, positions, segments, targetCounts, exampleCount: count },
		predictors: Int32Array.from(predictors),
		targets: Int32Array.from(targets),
		owners: Int32Array.from(owners),
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

/** The batch with empty rows below, up to `rows`. */
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
