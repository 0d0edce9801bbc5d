/** A micro-batch on the host: examples in rows of equal length. data/batch.ts lays it out. */
export interface HostBatch {
	readonly rows: number;
	/** Columns: the bucket that holds the longest example. */
	readonly time: number;
	/** [rows × time]; unused places hold token 0 in segment −1. */
	readonly tokens: Int32Array;
	/** Positions count from 0 in each segment; a segment is one example, and sees only itself. */
	readonly positions: Int32Array;
	readonly segments: Int32Array;
	/** [targets]: the place that predicts, the token that is right, the example that it belongs to. */
	readonly predictors: Int32Array;
	readonly targets: Int32Array;
	readonly owners: Int32Array;
	readonly exampleCount: number;
	/** Targets of each example: what its mean is over. */
	readonly targetCounts: Int32Array;
	/** Tokens of each example. */
	readonly lengths: Int32Array;
}
