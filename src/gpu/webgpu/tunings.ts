/**
 * Which tiles a device gets: those that were measured on its adapter before, or measured now and kept. Never fails. On an
 * emulated GPU nothing is measured: a second does not compile two tiles of a size that is any good.
 */
import * as v from 'valibot';
import type { TilesReport } from '../report.ts';
import type { TuningCache } from '../tuningCache.ts';
import { candidates } from './matmul/candidates.ts';
import { tileName, type Tile } from './matmul/tile.ts';
import { defaultTuning, isSoftware, measureTiles, type Tuning } from './tuning.ts';

/** Part of the key. Raise it when the kernels that tiles are for change, or how tiles are measured. */
export const engineVersion = 1;

const mostMilliseconds = 1000;
const notOnSoftware = 'an emulated GPU takes seconds to compile what would be measured';

export interface Tuned {
	readonly tuning: Tuning;
	readonly tiles: TilesReport;
}

export interface TuningOptions {
	readonly cache: TuningCache;
	/** Hears what takes so long. */
	readonly onProgress?: ((doing: string) => void) | undefined;
	/** Instead of the measurement: for tests. */
	readonly measure?: typeof measureTiles | undefined;
}

/** The device is not in use yet: what goes wrong on it here is the measurement's. */
export async function tuningFor(
	device: GPUDevice,
	info: GPUAdapterInfo,
	{ cache, onProgress, measure = measureTiles }: TuningOptions,
): Promise<Tuned> {
	const fallback = (note: string): Tuned => ({
		tuning: defaultTuning(device),
		tiles: { from: 'default', note },
	});
	if (isSoftware(device)) return fallback(notOnSoftware);
	const key = tuningKey(device, info);
	// What cannot be read is measured again.
	const stored = await cache.get(key).catch(() => undefined);
	if (isTuningOf(device, stored)) return { tuning: stored, tiles: { from: 'storage' } };

	onProgress?.('Measuring the GPU');
	let tuning: Tuning;
	try {
		tuning = await withoutErrors(device, () => measure(device, mostMilliseconds));
	} catch (error) {
		// Other tiles compute the same bits: no reason to refuse the device. A lost one says so at its first use.
		return fallback(`measuring failed: ${messageOf(error)}`);
	}
	if (tuning === defaultTuning(device)) return fallback('a second was too short to measure any');
	try {
		await cache.put(key, tuning);
		return { tuning, tiles: { from: 'measured' } };
	} catch (error) {
		const note = `not kept for the next visit: ${messageOf(error)}`;
		return { tuning, tiles: { from: 'measured', note } };
	}
}

/** An adapter by all that decides which tiles it can run, and how fast. */
export function tuningKey({ features, limits }: GPUDevice, info: GPUAdapterInfo): string {
	const { vendor, architecture, device, description, isFallbackAdapter } = info;
	const { maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupStorageSize } = limits;
	return JSON.stringify({
		engineVersion,
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

/** Whether a tuning has every size of every product, and only tiles that would be measured on this device. */
function isTuningOf(device: GPUDevice, value: unknown): value is Tuning {
	const measured = new Set(candidates(device).map(tileName));
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

const size = v.pipe(v.number(), v.integer(), v.minValue(1));
const tileSchema: v.GenericSchema<unknown, Tile> = v.object({
	design: v.picklist(['registers', 'workgroup', 'subgroups']),
	rows: size,
	quads: size,
	across: size,
	down: size,
});
const ratedSchema = v.pipe(
	v.array(v.object({ tile: tileSchema, gflops: v.pipe(v.number(), v.finite(), v.gtValue(0)) })),
	v.minLength(1),
);
const sizesSchema = v.object({ few: ratedSchema, some: ratedSchema, many: ratedSchema });
/** Nothing but tiles: the other choices of a tuning change bits, and are no measurement's to make. */
const tuningSchema = v.strictObject({
	tiles: v.object({ NT: sizesSchema, NN: sizesSchema, TN: sizesSchema }),
});

/** Throws what WebGPU finds wrong with the commands of `work`, memory that is missing included. */
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

const messageOf = (error: unknown): string =>
	error instanceof Error ? error.message : String(error);
