import { expect, it, vi } from 'vitest';
import { say } from '#engine/core/message.ts';
import { candidateTiles } from './matmul/tile.ts';
import { defaultTuning, type Tuning } from './matmul/tuning.ts';
import { chooseTuning, tuningKey, type TuningCache } from './tunings.ts';
import { plainWait } from './wait.ts';

const info = {
	vendor: 'acme',
	architecture: 'metal-3',
	device: '',
	description: '',
	isFallbackAdapter: false,
} as GPUAdapterInfo;

/** A device with WebGPU's default limits. */
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

const rateAll = (device: GPUDevice): Tuning => {
	const rated = candidateTiles(device).map((tile, i) => ({ tile, gflops: 100 + i }));
	const sizes = { few: rated, some: rated, many: rated, most: rated };
	return { tiles: { NT: sizes, NN: sizes, TN: sizes } };
};

function fakeCache(records: [string, unknown][] = []) {
	const stored = new Map<string, unknown>(records);
	const cache: TuningCache = {
		get: async (key) => structuredClone(stored.get(key)),
		put: async (key, tuning) => void stored.set(key, structuredClone(tuning)),
	};
	return { entries: stored, cache };
}

const { device } = fakeDevice();
const key = tuningKey(device, info);
const measured = rateAll(device);
const measure = () => vi.fn(async () => measured);

it('measures once for at most a second, announces it, and stores the tuning', async () => {
	const { cache, entries } = fakeCache();
	const once = measure();
	const onMeasuring = vi.fn();
	const options = { cache, onMeasuring, wait: plainWait, measure: once };
	expect(await chooseTuning(device, info, options)).toEqual({
		tuning: measured,
		tiles: { from: 'measured' },
	});
	expect(once).toHaveBeenCalledExactlyOnceWith(device, 1000, plainWait);
	expect(onMeasuring).toHaveBeenCalledExactlyOnceWith();
	expect([...entries.keys()]).toEqual([key]);

	expect(await chooseTuning(device, info, options)).toEqual({
		tuning: measured,
		tiles: { from: 'storage' },
	});
	expect(once).toHaveBeenCalledTimes(1);
	expect(onMeasuring).toHaveBeenCalledTimes(1);
});

it('measures nothing on an emulated GPU, and stores nothing', async () => {
	const { cache, entries } = fakeCache();
	const never = measure();
	for (const changes of [{ isFallbackAdapter: true }, { architecture: 'swiftshader' }]) {
		const adapterInfo = { ...info, ...changes };
		const { device: emulated } = fakeDevice({ adapterInfo, features: ['subgroups'] });
		const { tuning, tiles } = await chooseTuning(emulated, adapterInfo, { cache, measure: never });
		expect(tuning).toBe(defaultTuning(emulated));
		expect(tiles.from).toBe('default');
		expect(tiles.note).toEqual(
			say('an emulated GPU takes seconds to compile what would be measured'),
		);
	}
	expect(never).not.toHaveBeenCalled();
	expect(entries.size).toBe(0);
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
	['a missing size', { tiles: { ...measured.tiles, NT: { few: sizes.few } } }],
	[
		'a speed that is not a number',
		{
			tiles: {
				...measured.tiles,
				NT: { ...sizes, few: [{ ...sizes.few[0], gflops: Number.NaN }] },
			},
		},
	],
	['an unknown design', withTile({ design: 'magic' })],
	['a tile that is not a candidate', withTile({ rows: 3 })],
	['more invocations than the device has', withTile({ across: 64, down: 64 })],
	['a choice that changes bits', { ...measured, sharesRows: true }],
];
it.each(broken)('measures again if the stored value is invalid: %s', async (_what, stored) => {
	const { cache, entries } = fakeCache([[key, stored]]);
	const { tuning, tiles } = await chooseTuning(device, info, { cache, measure: measure() });
	expect(tiles).toEqual({ from: 'measured' });
	expect(tuning).toEqual(measured);
	expect(entries.get(key)).toEqual(measured);
});

it('uses the default if measuring fails, stores nothing, and pops its error scopes', async () => {
	const { cache, entries } = fakeCache();
	const { device: failing, scopes } = fakeDevice();
	const options = { cache, measure: () => Promise.reject(new Error('no timestamps')) };
	expect(await chooseTuning(failing, info, options)).toEqual({
		tuning: defaultTuning(failing),
		tiles: { from: 'default', note: say('measuring failed: {why}', { why: 'no timestamps' }) },
	});
	expect(entries.size).toBe(0);
	expect(scopes).toEqual([]);
});
