/** One entrant on one workload, as the harness sees it. */
import { median } from '../../src/engine/core/statistics.ts';
import type { WasmOptions } from '../../src/engine/gpu/wasm/instantiate.ts';
import type { KernelTime } from '../../src/engine/gpu/webgpu/kernelTimes.ts';
import type { EntrantEntry } from './entrants.ts';
import { countGpuWork, countWasmMemory, dropSubmissions } from './gpuCounters.ts';
import type { Task } from './task.ts';

export interface Opened {
	readonly device: string;
	/** Time to open and compile, without the first step. */
	readonly milliseconds: number;
}

export interface Timing {
	readonly steps: number;
	readonly milliseconds: number;
	/** Median JavaScript milliseconds per step; null: not separable from the computation. */
	readonly javaScript: number | null;
}

export interface Stats {
	/** null: unknown. */
	readonly dispatchesPerStep: number | null;
	readonly peakBytes: number | null;
}

/** Each call continues after the last step of the call before. */
export interface Session {
	readonly opened: Opened;
	/** Trains and reads each step's loss before its update. */
	losses(steps: number): Promise<number[]>;
	/** Trains without reading losses; the device is idle before and after. */
	time(steps: number): Promise<Timing>;
	/**
	 * Median JavaScript milliseconds of a step after V8 has compiled it, while the device is idle:
	 * commands are encoded and dropped, so the weights do not change. Only for our engine on WebGPU.
	 */
	script(): Promise<number>;
	stats(): Promise<Stats>;
	/** null: not supported. */
	profile(): Promise<readonly KernelTime[] | null>;
	close(): Promise<void>;
}

/** Steps whose time counts, after as many that V8 compiles. */
const scriptSteps = 200;

/** Runs the entrant in this realm. It needs its own realm, because counters patch its classes. */
export async function openSession(
	entry: EntrantEntry,
	task: Task,
	wasm: WasmOptions,
): Promise<Session> {
	const gpu = countGpuWork();
	const wasmBytes = countWasmMemory();
	const began = performance.now();
	const { entrant } = await entry.load();
	const training = await entrant.open(task, { backend: entry.backend, wasm });
	const opened = { device: training.device, milliseconds: performance.now() - began };
	let step = 0;
	let dispatches: number | null = null;
	const check = () => {
		if (gpu.errors.length > 0)
			throw new Error(`Uncaught WebGPU errors; the first one: ${gpu.errors[0]}`);
	};
	return {
		opened,
		async losses(steps) {
			const losses: number[] = [];
			while (losses.length < steps) {
				await training.send(step++);
				losses.push(await training.loss());
				check();
			}
			return losses;
		},
		async time(steps) {
			await training.finish();
			const dispatchesBefore = gpu.dispatches;
			const javaScript: number[] = [];
			const start = performance.now();
			for (let i = 0; i < steps; i++) {
				const sent = performance.now();
				await training.send(step++);
				javaScript.push(performance.now() - sent);
			}
			await training.finish();
			check();
			const milliseconds = performance.now() - start;
			dispatches = (gpu.dispatches - dispatchesBefore) / steps;
			return { steps, milliseconds, javaScript: training.on === 'gpu' ? median(javaScript) : null };
		},
		async script() {
			await training.finish();
			const restore = dropSubmissions();
			const times: number[] = [];
			for (let i = 0; i < 2 * scriptSteps; i++) {
				const start = performance.now();
				await training.send(step++);
				times.push(performance.now() - start);
				// Else the browser’s GPU process falls behind and holds up the script.
				if (i % 5 === 4) await training.finish();
			}
			restore();
			check();
			return median(times.slice(scriptSteps));
		},
		async stats() {
			const bytes = training.on === 'gpu' ? gpu.peakBytes : wasmBytes();
			return {
				dispatchesPerStep: training.on === 'gpu' ? dispatches : null,
				peakBytes: bytes || null,
			};
		},
		profile: async () => (training.profile ? training.profile(step++) : null),
		close: () => training.dispose(),
	};
}
