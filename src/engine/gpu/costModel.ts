/**
 * The cost model: milliseconds of a program from what its dispatches compute and move.
 *
 *   t = Σ_kernels (max(F / f, B / b) / 10⁶ + D · d / 10³)
 *
 * A kernel has F floating-point operations, B bytes and D dispatches. The device computes f and
 * moves b (10⁹ per second), and takes d µs for each dispatch.
 */
import { highest, sum } from '#engine/core/statistics.ts';
import type { ComputeDevice } from './computeDevice.ts';
import type { Program } from './program.ts';
import { bytesOf, planDispatches } from './webgpu/dispatchPlan.ts';
import { hardwareCandidates } from './webgpu/matmul/tile.ts';
import { uniformTuning, type Tuning } from './webgpu/matmul/tuning.ts';
import { WebGpuDevice } from './webgpu/WebGpuDevice.ts';

interface DeviceSpeed {
	/** 10⁹ floating-point operations and bytes per second. */
	readonly gflops: number;
	readonly gigabytes: number;
	/** Microseconds of each dispatch. */
	readonly dispatch: number;
}

/** The work of the dispatches that have one label. */
export interface KernelWork {
	readonly label: string;
	readonly dispatches: number;
	readonly flops: number;
	/** Bytes of the bindings. A GPU without a cache moves each of them once. */
	readonly bytes: number;
}

/** A desktop GPU that allows the most, so that no operand is refused. */
export const largestLimits = {
	minUniformBufferOffsetAlignment: 256,
	largestPart: 2 ** 31 - 4,
	heldBytes: 0,
	maxStorageBuffersPerShaderStage: 8,
	maxComputeWorkgroupsPerDimension: 65_535,
};
const desktop: Tuning = {
	...uniformTuning([{ tile: hardwareCandidates[2], gflops: 3000 }]),
	sharesRows: true,
	splitsSums: true,
};

/**
 * Counts programs as planned for a desktop GPU, by kernel; most dispatches first. `seen`: the part
 * of a pack's tokens that are of one example, since tokens attend to no others. A plan counts all.
 */
export function kernelWork(programs: readonly Program[], seen = 1): KernelWork[] {
	const kernels = new Map<string, KernelWork>();
	for (const program of programs)
		for (const { label, flops, regions } of planDispatches(program, desktop, largestLimits)
			.dispatches) {
			const work = kernels.get(label) ?? { label, dispatches: 0, flops: 0, bytes: 0 };
			kernels.set(label, {
				label,
				dispatches: work.dispatches + 1,
				flops: work.flops + flops * (label.startsWith('attention') ? seen : 1),
				bytes: work.bytes + bytesOf(regions),
			});
		}
	return [...kernels.values()].sort((a, b) => b.dispatches - a.dispatches);
}

/** Milliseconds of a kernel's dispatches. */
export const expectedKernel = (
	{ dispatches, flops, bytes }: KernelWork,
	{ gflops, gigabytes, dispatch }: DeviceSpeed,
): number => Math.max(flops / gflops, bytes / gigabytes) / 1e6 + (dispatches * dispatch) / 1000;

/** Milliseconds of a program. `seen`: see kernelWork(). */
export const expectedProgram = (program: Program, speed: DeviceSpeed, seen = 1): number =>
	sum(kernelWork([program], seen).map((work) => expectedKernel(work, speed)));

/** A thread of WebAssembly: guesses of the order of what docs/benchmarks.md measured. */
const threadSpeed = { gflops: 20, gigabytes: 4 };
/** The share of a tile's rated speed that a program reaches. */
const reachedShare = 0.6;
/** GB/s for each GFLOPS of the best tile. Measured on an H200: 1,081 at 28,000. */
const bytesPerOperation = 0.04;
/** A GPU whose tiles were not rated. */
const unratedGflops = 500;

/** The speed of a device before it is measured. A GPU computes as fast as its best tile. */
export function deviceSpeed(device: ComputeDevice): DeviceSpeed {
	const { kind, limits } = device.report;
	if (device instanceof WebGpuDevice) {
		const best = highest(device.tuning.tiles.NN.many.map(({ gflops }) => gflops));
		const rated = best > 1 ? best : unratedGflops;
		const gflops = reachedShare * rated;
		return kind === 'hardware'
			? { gflops, gigabytes: Math.max(60, bytesPerOperation * rated), dispatch: 5 }
			: { gflops, gigabytes: 4, dispatch: 100 };
	}
	const threads = limits['threads'] ?? 1;
	const { gflops, gigabytes } = threadSpeed;
	return { gflops: gflops * threads, gigabytes: gigabytes * threads, dispatch: 5 };
}
