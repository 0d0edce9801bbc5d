/** A micro-batch on the host: one stream of places, examples one behind another. data/batch.ts lays it out. */
export interface HostBatch {
	/** Of the pack, filling included: few different numbers, so that shapes repeat. */
	readonly packLength: number;
	/** [places]; filling holds token 0. */
	readonly tokens: Int32Array;
	/** [places]: counts from 0 in each example. */
	readonly positions: Int32Array;
	/** [places]: the first place that this one may see, and the last one that may see it. Filling sees nothing: first lies behind it. */
	readonly first: Int32Array;
	readonly last: Int32Array;
	/** [targets]: the place that predicts, the token that is right, the example that it belongs to. */
	readonly predictors: Int32Array;
	readonly targets: Int32Array;
	readonly owners: Int32Array;
	readonly exampleCount: number;
	/** [exampleCount]: where each example's places begin. */
	readonly starts: Int32Array;
	/** Targets of each example: what its mean is over. */
	readonly targetCounts: Int32Array;
	/** Tokens of each example: one more than its places. */
	readonly lengths: Int32Array;
}

export type Pack = Pick<
	HostBatch,
	'packLength' | 'tokens' | 'positions' | 'first' | 'last' | 'starts'
>;

/** Examples of these many places one behind another, their tokens still 0; each takes `room` places, what is over is filling. */
export function emptyPack(lengths: readonly number[], room = lengths): Pack {
	const starts = new Int32Array(lengths.length);
	let end = 0;
	room.forEach((length, example) => {
		starts[example] = end;
		end += length;
	});
	const packLength = bucketSize(end);
	const positions = new Int32Array(packLength);
	const first = Int32Array.from({ length: packLength }, (_, place) => place + 1);
	const last = Int32Array.from({ length: packLength }, (_, place) => place - 1);
	lengths.forEach((length, example) => {
		const start = starts[example];
		for (let i = 0; i < length; i++) positions[start + i] = i;
		first.fill(start, start, start + length);
		last.fill(start + length - 1, start, start + length);
	});
	return { packLength, tokens: new Int32Array(packLength), positions, first, last, starts };
}

/** The next number of a series with eight steps to the octave, of at least 32 and in multiples of 32: at most an eighth is filling. */
export function bucketSize(count: number): number {
	const step = 2 ** Math.max(5, Math.floor(Math.log2(Math.max(1, count))) - 3);
	return Math.max(32, Math.ceil(count / step) * step);
}
