/** Which tile computes which product on this adapter: measured once, or known where nothing was measured. */
export { isSoftware } from './matmul/candidates.ts';
export { tileFor, type RatedTile, type SizeClass, type Tuning } from './matmul/choice.ts';
export { defaultTuning, safeTuning } from './matmul/defaults.ts';
export { benchmarkTiles, measureTiles, type TileSpeed } from './matmul/measure.ts';
