/** One entrant on one workload: what the harness asks of it, wherever it runs. */
import type { WasmOptions } from '#gpu/wasm/instantiate.ts';
import type { KernelTime } from './entrant.ts';
import type { EntrantEntry } from './entrants.ts';
import { countGpuWork, countWasmMemory } from './gpuCounters.ts';
import { median } from './median.ts';
import type { Task } from './task.ts';

export interface Opened {
	readonly device: string;
	/** To open and compile, the first step not included. */
	readonly milliseconds: number;
}

export interface Timing {
	readonly steps: number;
	readonly milliseconds: number;
	/** JavaScript of a step, the median; null where it cannot be told from the computing. */
	readonly javaScript: number | null;
}

export interface Stats {
	/** null: it does not say. */
	readonly dispatchesPerStep: number | null;
	readonly peakBytes: number | null;
}

/** Steps go on where the last call ended. */
export interface Session {
	readonly opened: Opened;
	/** Trains, and reads the loss after each step: before that step's update. */
	losses(steps: number): Promise<number[]>;
	/** Trains without reading a loss, from a device at rest to a device at rest. */
	time(steps: number): Promise<Timing>;
	stats(): Promise<Stats>;
	/** null: it cannot tell. */
	profile(): Promise<readonly KernelTime[] | null>;
	close(): Promise<void>;
}

/** Runs the entrant in this realm, which it should have for itself: it counts in the realm's classes. */
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
			throw new Error(`WebGPU errors that nobody caught, the first: ${gpu.errors[0]}`);
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
