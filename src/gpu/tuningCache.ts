/** Where measured tiles are kept between visits: an interface, so that this floor knows no database. */
import type { Tuning } from './webgpu/tuning.ts';

export interface TuningCache {
	/** As `put` left it under this key, or undefined. Whoever asks checks it: a store may give back anything. */
	get(key: string): Promise<unknown>;
	put(key: string, tuning: Tuning): Promise<void>;
}
