import { expect, it, vi } from 'vitest';
import type { TuningCache } from '../tuningCache.ts';
import { candidates } from './matmul/candidates.ts';
import { defaultTuning, safeTuning, type Tuning } from './tuning.ts';
import { engineVersion, tuningFor, tuningKey } from './tunings.ts';

const info = {
	vendor: 'acme',
	architecture: 'metal-3',
	device: '',
	description: '',
	isFallbackAdapter: false,
} as GPUAdapterInfo;

/** With WebGPU's default limits and no features. */
function fakeDevice({
	features = [] as string[],
	error = null as GPUError | null,
	adapterInfo = info,
} = {}) {
	const scopes: string[] = [];
	const device = {
		adapterInfo,
		features: new Set(features),
		limits: {
			maxComputeInvocationsPerWorkgroup: 256,
			maxComputeWorkgroupSizeX: 256,
			maxComputeWorkgroupSizeY: 256,
			maxComputeWorkgroupStorageSize: 16_384,
		},
		pushErrorScope: (filter: string) => void scopes.push(filter),
		popErrorScope: async () => (scopes.pop() === 'out-of-memory' ? error : null),
	} as unknown as GPUDevice;
	return { device, scopes };
}

const tuningOf = (device: GPUDevice): Tuning => {
	const rated = candidates(device).map((tile, i) => ({ tile, gflops: 100 + i }));
	const sizes = { few: rated, some: rated, many: rated };
	return { tiles: { NT: sizes, NN: sizes, TN: sizes } };
};

function fakeCache(records: [string, unknown][] = []) {
	const kept = new Map<string, unknown>(records);
	const cache: TuningCache = {
		get: async (key) => structuredClone(kept.get(key)),
		put: async (key, tuning) => void kept.set(key, structuredClone(tuning)),
	};
	return { kept, cache };
}

const { device } = fakeDevice();
const key = tuningKey(device, info);
const measured = tuningOf(device);
const measure = () => vi.fn(async () => measured);

it('measures once, a second at most, says so, and keeps it', async () => {
	const { cache, kept } = fakeCache();
	const once = measure();
	const onProgress = vi.fn();
	expect(await tuningFor(device, info, { cache, onProgress, measure: once })).toEqual({
		tuning: measured,
		tiles: { from: 'measured' },
	});
	expect(once).toHaveBeenCalledExactlyOnceWith(device, 1000);
	expect(onProgress).toHaveBeenCalledExactlyOnceWith('Measuring the GPU');
	expect([...kept.keys()]).toEqual([key]);

	expect(await tuningFor(device, info, { cache, onProgress, measure: once })).toEqual({
		tuning: measured,
		tiles: { from: 'storage' },
	});
	expect(once).toHaveBeenCalledTimes(1);
	expect(onProgress).toHaveBeenCalledTimes(1);
});

it('measures nothing where the GPU is emulated, neither now nor at the next visit', async () => {
	const { cache, kept } = fakeCache();
	const never = measure();
	for (const changes of [{ isFallbackAdapter: true }, { architecture: 'swiftshader' }]) {
		const adapterInfo = { ...info, ...changes };
		const { device: emulated } = fakeDevice({ adapterInfo, features: ['subgroups'] });
		const { tuning, tiles } = await tuningFor(emulated, adapterInfo, { cache, measure: never });
		expect(tuning).toBe(defaultTuning(emulated));
		expect(tiles.from).toBe('default');
		expect(tiles.note).toMatch(/emulated GPU takes seconds to compile/);
	}
	expect(never).not.toHaveBeenCalled();
	expect(kept.size).toBe(0);
});

it('keys by adapter, kind, features and engine version', () => {
	const others = [
		tuningKey(device, { ...info, vendor: 'other' }),
		tuningKey(device, { ...info, architecture: 'metal-4' }),
		tuningKey(device, { ...info, device: '0x1' }),
		tuningKey(device, { ...info, description: 'driver 2' }),
		tuningKey(device, { ...info, isFallbackAdapter: true }),
		tuningKey(fakeDevice({ features: ['subgroups'] }).device, info),
	];
	expect(new Set([key, ...others]).size).toBe(7);
	expect(JSON.parse(key)).toMatchObject({ engineVersion });
	expect(tuningKey(fakeDevice().device, { ...info })).toBe(key);
});

const sizes = measured.tiles.NN;
const withTile = (changes: object): unknown => ({
	tiles: {
		...measured.tiles,
		TN: { ...sizes, many: [{ ...sizes.many[0], tile: { ...sizes.many[0].tile, ...changes } }] },
	},
});
const broken: [string, unknown][] = [
	['null', null],
	['text', 'tiles'],
	['no products', { tiles: {} }],
	['a size without tiles', { tiles: { ...measured.tiles, NT: { ...sizes, few: [] } } }],
	['a size that is missing', { tiles: { ...measured.tiles, NT: { few: sizes.few } } }],
	[
		'a speed that is no number',
		{
			tiles: {
				...measured.tiles,
				NT: { ...sizes, few: [{ ...sizes.few[0], gflops: Number.NaN }] },
			},
		},
	],
	['an unknown design', withTile({ design: 'magic' })],
	['a tile that nobody measured', withTile({ rows: 3 })],
	['more invocations than the device has', withTile({ across: 64, down: 64 })],
	['a choice that changes bits', { ...measured, sharesRows: true }],
];
it.each(broken)('measures anew what is of no use: %s', async (_what, stored) => {
	const { cache, kept } = fakeCache([[key, stored]]);
	const { tuning, tiles } = await tuningFor(device, info, { cache, measure: measure() });
	expect(tiles).toEqual({ from: 'measured' });
	expect(tuning).toEqual(measured);
	expect(kept.get(key)).toEqual(measured);
});

it('measures where the store cannot be read', async () => {
	const { cache } = fakeCache();
	const failing = { ...cache, get: () => Promise.reject(new Error('closed')) };
	const { tiles } = await tuningFor(device, info, { cache: failing, measure: measure() });
	expect(tiles).toEqual({ from: 'measured' });
});

it('uses what was measured and cannot be kept, and says that it is not', async () => {
	const { cache } = fakeCache();
	const failing = { ...cache, put: () => Promise.reject(new Error('the disk is full')) };
	expect(await tuningFor(device, info, { cache: failing, measure: measure() })).toEqual({
		tuning: measured,
		tiles: { from: 'measured', note: 'not kept for the next visit: the disk is full' },
	});
});

it('takes the default where measuring fails, keeps nothing, and leaves no error scope', async () => {
	const { cache, kept } = fakeCache();
	const { device: failing, scopes } = fakeDevice();
	const options = { cache, measure: () => Promise.reject(new Error('no timestamps')) };
	expect(await tuningFor(failing, info, options)).toEqual({
		tuning: defaultTuning(failing),
		tiles: { from: 'default', note: 'measuring failed: no timestamps' },
	});
	expect(kept.size).toBe(0);
	expect(scopes).toEqual([]);
});

it('takes the default where WebGPU found something wrong while measuring', async () => {
	const { cache, kept } = fakeCache();
	const { device: full } = fakeDevice({ error: { message: 'out of memory' } });
	const { tiles } = await tuningFor(full, info, { cache, measure: measure() });
	expect(tiles).toEqual({ from: 'default', note: 'measuring failed: out of memory' });
	expect(kept.size).toBe(0);
});

it('says so where a second was too short to measure any, and tries again at the next visit', async () => {
	const { cache, kept } = fakeCache();
	const { tiles } = await tuningFor(device, info, { cache, measure: async () => safeTuning });
	expect(tiles).toEqual({ from: 'default', note: 'a second was too short to measure any' });
	expect(kept.size).toBe(0);
});
