/** Measuring tiles on a made device, whose clock, compiler and speed are known. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { measureTiles } from './measure.ts';
import { candidateTiles, tileName, type Tile } from './tile.ts';
import { safeTuning, type Tuning } from './tuning.ts';

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
	vi.stubGlobal('GPUBufferUsage', {});
	vi.stubGlobal('GPUMapMode', {});
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

const pause = (milliseconds: number) =>
	new Promise<void>((resolve) => {
		setTimeout(resolve, milliseconds);
	});

interface MadeDevice {
	/** Milliseconds of each pipeline. They compile one after the other. */
	readonly compile?: number;
	readonly rejects?: (label: string, wgsl: string) => boolean;
	/** Microseconds of a dispatch that computes a whole product. */
	readonly time?: (wgsl: string) => number;
	/** Microseconds between two values of the GPU's clock. */
	readonly quantum?: number;
	/**
	 * Milliseconds between the browser's checks for finished work; it checks at each submission too.
	 * Default: work takes no time of the host.
	 */
	readonly poll?: number;
}
interface MadeBuffer {
	readonly data: ArrayBuffer;
}
interface MadePipeline {
	readonly label: string;
	readonly wgsl: string;
}

/** A device that computes products of at most 72 rows, and only takes time for larger ones. */
function madeDevice({
	compile = 0,
	rejects = () => false,
	time = () => 50,
	quantum = 0.001,
	poll,
}: MadeDevice) {
	let compiling: Promise<unknown> = Promise.resolve();
	let compilations = 0;
	/** The GPU's clock in µs. */
	let clock = 1e9;
	/** When the GPU has done all work, on the host's clock. */
	let busyUntil = 0;
	const checks = new Set<() => void>();
	const done = async (): Promise<void> => {
		const end = busyUntil;
		do {
			if (poll === undefined) return;
			await new Promise<void>((resolve) => {
				checks.add(resolve);
				setTimeout(resolve, poll - (performance.now() % poll));
			});
		} while (performance.now() < end);
	};
	let error: object | null = null;
	const execute = (pipeline: MadePipeline, buffers: readonly MadeBuffer[]) => {
		const [m, n, k, first] = new Uint32Array(buffers[3].data);
		clock += time(pipeline.wgsl);
		busyUntil = Math.max(busyUntil, performance.now()) + time(pipeline.wgsl) / 1000;
		if (m > 72) return;
		const [a, b, y] = buffers.map(({ data }) => new Float32Array(data));
		const isTN = pipeline.label.includes('TN');
		const isNT = pipeline.label.includes('NT');
		for (let i = first; i < m; i++)
			for (let j = 0; j < n; j++) {
				y[i * n + j] = 0;
				for (let l = 0; l < k; l++)
					y[i * n + j] += a[isTN ? l * m + i : i * k + l] * b[isNT ? j * k + l : l * n + j];
			}
	};
	const device = {
		adapterInfo: { isFallbackAdapter: false, architecture: 'made' },
		features: new Set(['timestamp-query']),
		limits: {
			maxComputeInvocationsPerWorkgroup: 256,
			maxComputeWorkgroupSizeX: 256,
			maxComputeWorkgroupSizeY: 256,
			maxComputeWorkgroupStorageSize: 16_384,
		},
		pushErrorScope: () => undefined,
		popErrorScope: async () => {
			const popped = error;
			error = null;
			return popped;
		},
		createShaderModule({ label, code }: { label: string; code: string }) {
			if (rejects(label, code)) error = { message: 'this text is not accepted' };
			return { wgsl: code };
		},
		createComputePipelineAsync({ label, compute }: { label: string; compute: never }) {
			compilations++;
			const { wgsl } = (compute as { module: MadePipeline }).module;
			const done = compiling.then(() => pause(compile));
			compiling = done;
			return done.then(() => ({ label, wgsl, getBindGroupLayout: () => ({}) }));
		},
		createBuffer: ({ size }: { size: number }) => {
			const data = new ArrayBuffer(size);
			return { data, destroy: () => undefined, mapAsync: done, getMappedRange: () => data };
		},
		createQuerySet: () => ({ times: [] as bigint[], destroy: () => undefined }),
		createBindGroup: ({ entries }: { entries: { resource: { buffer: MadeBuffer } }[] }) =>
			entries.map(({ resource }) => resource.buffer),
		createCommandEncoder() {
			const commands: (() => void)[] = [];
			const stamp = (times: bigint[] | undefined) =>
				times?.push(BigInt(Math.floor(clock / quantum) * quantum * 1000));
			return {
				beginComputePass(descriptor?: { timestampWrites: { querySet: { times: bigint[] } } }) {
					const times = descriptor?.timestampWrites.querySet.times;
					let pipeline: MadePipeline;
					let group: MadeBuffer[];
					commands.push(() => {
						times?.splice(0);
						stamp(times);
					});
					return {
						setPipeline: (next: MadePipeline) => void (pipeline = next),
						setBindGroup: (_: number, next: MadeBuffer[]) => void (group = next),
						dispatchWorkgroups() {
							const bound = [pipeline, group] as const;
							commands.push(() => execute(...bound));
						},
						end: () => commands.push(() => stamp(times)),
					};
				},
				resolveQuerySet: (set: { times: bigint[] }, _: number, __: number, to: MadeBuffer) =>
					commands.push(() => new BigUint64Array(to.data).set(set.times)),
				copyBufferToBuffer: (from: MadeBuffer, _: number, to: MadeBuffer) =>
					commands.push(() =>
						new Uint8Array(to.data).set(new Uint8Array(from.data, 0, to.data.byteLength)),
					),
				finish: () => commands,
			};
		},
		queue: {
			writeBuffer(to: MadeBuffer, _: number, values: Float32Array | ArrayBuffer) {
				const bytes = new Uint8Array(values instanceof ArrayBuffer ? values : values.buffer);
				new Uint8Array(to.data).set(bytes);
			},
			submit(lists: (() => void)[][]) {
				lists.flat().forEach((command) => command());
				checks.forEach((check) => check());
				checks.clear();
			},
			onSubmittedWorkDone: done,
		},
	};
	return { device: device as unknown as GPUDevice, compilations: () => compilations };
}

/** The tuning, with the clock of the host ahead as far as the measurement waits. */
async function measured(device: GPUDevice): Promise<Tuning | undefined> {
	let result: { tuning: Tuning | undefined } | undefined;
	void measureTiles(device, 1000).then((tuning) => (result = { tuning }));
	while (!result) {
		await vi.advanceTimersByTimeAsync(20);
		await new Promise((resolve) => setImmediate(resolve));
	}
	return result.tuning;
}

const names = (rated: readonly { readonly tile: Tile }[]) =>
	rated.map(({ tile }) => tileName(tile));
const { device: plain } = madeDevice({});
const all = candidateTiles(plain).map(tileName);

it('starts no compilation after five seconds, and rates the tiles that it has', async () => {
	const { device, compilations } = madeDevice({ compile: 1000 });
	const tuning = await measured(device);
	expect(compilations()).toBe(6);
	expect(names(tuning!.tiles.TN.few)).toEqual(all.slice(0, 2));
});

it('uses a single right tile, and safe tiles for a product without any', async () => {
	const [first] = candidateTiles(plain);
	let seen = 0;
	const { device } = madeDevice({
		rejects: (label) => label.includes('TN') || (label.includes('NN') && seen++ > 0),
	});
	const { tiles } = (await measured(device))!;
	expect(names(tiles.NN.many)).toEqual([tileName(first)]);
	expect(names(tiles.NT.many)).toEqual(all);
	expect(tiles.TN.many).toEqual(safeTuning.tiles.TN.many);
});

it('repeats short products until a clock of 65 µs tells tiles apart', async () => {
	// Dispatches of 2.0, 2.2, 2.4 … µs: far less than the clock shows.
	const order = new Map<string, number>();
	const time = (wgsl: string) => {
		if (!order.has(wgsl)) order.set(wgsl, 2 + 0.2 * order.size);
		return order.get(wgsl)!;
	};
	// A busy host sees the end of a wait late.
	const { device } = madeDevice({ time, quantum: 65, poll: 30 });
	const { tiles } = (await measured(device))!;
	for (const sizes of Object.values(tiles))
		for (const rated of Object.values(sizes)) {
			expect(names(rated)).toEqual(all);
			const speeds = rated.map(({ gflops }) => gflops);
			expect(speeds).toEqual(speeds.toSorted((a, b) => b - a));
			expect(new Set(speeds).size).toBe(all.length);
		}
});
