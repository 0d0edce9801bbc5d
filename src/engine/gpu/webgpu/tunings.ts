/**
 * Chooses the tiles of a device: stored ones, or measured and stored now. Does not measure an
 * emulated GPU, which compiles too slowly.
 */
import * as v from 'valibot';
import { DeviceError, LabError, toMessage } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
import type { TilesReport } from '../report.ts';
import { measureTiles } from './matmul/measure.ts';
import { candidateTiles, isSoftware, tileName, tileSchema } from './matmul/tile.ts';
import { defaultTuning, safeTuning, type Tuning } from './matmul/tuning.ts';
import type { Wait } from './wait.ts';

/** Part of the cache key. Raise it when the tiled kernels or the measurement change. */
export const tilesVersion = 5;

/** Milliseconds of the measurement, without compiling. */
const maxMilliseconds = 1000;

/** Stores measurements of adapters between visits. An interface: this floor has no database. */
export interface TuningCache {
	/** The value last put under this key, or undefined. The caller validates it. */
	get(key: string): Promise<unknown>;
	/** `measured`: plain data. */
	put(key: string, measured: object): Promise<void>;
}

export interface ChosenTuning {
	readonly tuning: Tuning;
	readonly tiles: TilesReport;
}

export interface TuningOptions {
	readonly cache: TuningCache;
	/** Called before a measurement, which takes seconds. */
	readonly onMeasuring?: (() => void) | undefined;
	readonly wait?: Wait;
	/** Replaces the measurement in tests. */
	readonly measure?: typeof measureTiles | undefined;
}

/**
 * Call it before the device is in use: all errors on it are taken for the measurement's. Throws
 * DeviceError if the GPU does not answer.
 */
export async function chooseTuning(
	device: GPUDevice,
	info: GPUAdapterInfo,
	{ cache, onMeasuring, wait, measure = measureTiles }: TuningOptions,
): Promise<ChosenTuning> {
	const fallback = (note: Message): ChosenTuning => ({
		tuning: defaultTuning(device),
		tiles: { from: 'default', note },
	});
	if (isSoftware(device))
		return fallback(say('an emulated GPU takes seconds to compile what would be measured'));
	const key = tuningKey(device, info);
	// If the cache cannot be read, measure again.
	const stored = await cache.get(key).catch(() => undefined);
	if (isValidTuning(device, stored)) return { tuning: stored, tiles: { from: 'storage' } };

	onMeasuring?.();
	let tuning: Tuning | undefined;
	try {
		tuning = await withoutErrors(device, () => measure(device, maxMilliseconds, wait));
	} catch (error) {
		if (error instanceof DeviceError) throw error;
		// The default tiles compute the same bits. A lost device throws at its first use.
		return fallback(say('measuring failed: {why}', { why: reasonOf(error) }));
	}
	if (!tuning) {
		const note = say('this device rejects all faster tiles, or computes wrong products with them');
		return { tuning: safeTuning, tiles: { from: 'default', note } };
	}
	try {
		await cache.put(key, tuning);
		return { tuning, tiles: { from: 'measured' } };
	} catch (error) {
		const note = say('not kept for the next visit: {why}', { why: reasonOf(error) });
		return { tuning, tiles: { from: 'measured', note } };
	}
}

const reasonOf = (error: unknown): string | Message =>
	error instanceof LabError ? error.statement : toMessage(error);

/** Everything about an adapter that decides which tiles it can run, and how fast. */
export function tuningKey({ features, limits }: GPUDevice, info: GPUAdapterInfo): string {
	const { vendor, architecture, device, description, isFallbackAdapter } = info;
	const { maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupStorageSize } = limits;
	return JSON.stringify({
		// Stored keys have this name for it.
		engineVersion: tilesVersion,
		vendor,
		architecture,
		device,
		description,
		kind: isFallbackAdapter ? 'software' : 'hardware',
		features: [...features].sort(),
		maxComputeInvocationsPerWorkgroup,
		maxComputeWorkgroupStorageSize,
	});
}

/** Whether a stored value has every product and size, and only candidate tiles of this device. */
function isValidTuning(device: GPUDevice, value: unknown): value is Tuning {
	const measured = new Set(candidateTiles(device).map(tileName));
	const { success, output } = v.safeParse(tuningSchema, value);
	return (
		success &&
		Object.values(output.tiles).every((sizes) =>
			Object.values(sizes).every((rated) =>
				rated.every(({ tile }) => measured.has(tileName(tile))),
			),
		)
	);
}

const ratedSchema = v.pipe(
	v.array(v.object({ tile: tileSchema, gflops: v.pipe(v.number(), v.finite(), v.gtValue(0)) })),
	v.minLength(1),
);
const sizesSchema = v.object({
	few: ratedSchema,
	some: ratedSchema,
	many: ratedSchema,
	most: ratedSchema,
});
/** Tiles only: the other choices of a tuning change bits, so a measurement must not decide them. */
const tuningSchema = v.strictObject({
	tiles: v.object({ NT: sizesSchema, NN: sizesSchema, TN: sizesSchema }),
});

/** Throws if WebGPU reports an error for the commands of `work`, including missing memory. */
async function withoutErrors<T>(device: GPUDevice, work: () => Promise<T>): Promise<T> {
	const filters = ['internal', 'out-of-memory', 'validation'] as const;
	for (const filter of filters) device.pushErrorScope(filter);
	const [worked] = await Promise.allSettled([work()]);
	const errors = await Promise.all(filters.map(() => device.popErrorScope().catch(() => null)));
	if (worked.status === 'rejected') throw worked.reason;
	const error = errors.find((each) => each !== null);
	if (error) throw new Error(error.message);
	return worked.value;
}
