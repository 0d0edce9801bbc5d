/** A micro-batch on the host: examples in one pack. data/batch.ts fills it. */
export interface HostBatch {
	/** Positions with padding. Rounded up to few different numbers, so that shapes repeat. */
	readonly packLength: number;
	/** [packLength]: padding holds token 0. */
	readonly tokens: Int32Array;
	/** [packLength]: counts from 0 in each example. */
	readonly positions: Int32Array;
	/**
	 * [packLength]: the first position that this one may attend to, and the last one that may attend
	 * to it. Padding attends to nothing: its `first` is one more than its own position.
	 */
	readonly first: Int32Array;
	readonly last: Int32Array;
	/** [targets]: the predicting position, the right token, the index of the example. */
	readonly predictors: Int32Array;
	readonly targets: Int32Array;
	readonly owners: Int32Array;
	readonly exampleCount: number;
	/** [exampleCount]: the first position of each example. */
	readonly starts: Int32Array;
	/** [exampleCount]: number of targets. */
	readonly targetCounts: Int32Array;
	/** [exampleCount]: number of tokens, one more than positions. */
	readonly lengths: Int32Array;
}

export type Pack = Pick<
	HostBatch,
	'packLength' | 'tokens' | 'positions' | 'first' | 'last' | 'starts'
>;

/** A pack without tokens, for examples with `lengths` positions. Each gets `room` positions. */
export function emptyPack(lengths: readonly number[], room = lengths): Pack {
	const starts = new Int32Array(lengths.length);
	let end = 0;
	room.forEach((length, example) => {
		starts[example] = end;
		end += length;
	});
	const packLength = bucketSize(end);
	const positions = new Int32Array(packLength);
	const [first, last] = [new Int32Array(packLength), new Int32Array(packLength)];
	// Int32Array.from takes 30 times as long, and each step waits for it.
	for (let i = 0; i < packLength; i++) [first[i], last[i]] = [i + 1, i - 1];
	lengths.forEach((length, example) => {
		const start = starts[example];
		for (let i = 0; i < length; i++) positions[start + i] = i;
		first.fill(start, start, start + length);
		last.fill(start + length - 1, start, start + length);
	});
	return { packLength, tokens: new Int32Array(packLength), positions, first, last, starts };
}

/** Rounds up to a multiple of 32, eight steps per power of 2: padding is at most an eighth. */
export function bucketSize(count: number): number {
	const step = 2 ** Math.max(5, Math.floor(Math.log2(Math.max(1, count))) - 3);
	return Math.max(32, Math.ceil(count / step) * step);
}
