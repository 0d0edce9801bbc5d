/** A device that only records the requested vectors and programs, to predict memory. */
import type { ComputeDevice, LoadedProgram, MemoryUse, Vector } from './computeDevice.ts';
import { sizeOf } from './kernel.ts';
import type { Program } from './program.ts';

export interface CountingDevice {
	readonly device: ComputeDevice;
	readonly vectors: readonly Vector[];
	readonly programs: readonly Program[];
}

export function countingDevice({ report }: Pick<ComputeDevice, 'report'>): CountingDevice {
	const vectors: Vector[] = [];
	const programs: Program[] = [];
	return {
		vectors,
		programs,
		device: {
			report,
			async vector(_, length, storage = 'f32') {
				const vector = fakeVector(length, storage);
				vectors.push(vector);
				return vector;
			},
			async load(program) {
				programs.push(program);
				return fakeProgram(program);
			},
			memory: () => nothing,
			needs: () => nothing,
			reserve: async () => ({ dispose: () => undefined }),
			finish: async () => undefined,
			dispose: () => undefined,
		},
	};
}

const nothing: MemoryUse = { vectors: 0, temporaries: 0, transfer: 0, buffers: 0 };

const fakeVector = (length: number, storage: 'f32' | 'f16'): Vector => ({
	length,
	storage,
	write: () => undefined,
	read: async () => new Float32Array(length),
	copyFrom: () => undefined,
	dispose: () => undefined,
});

/** A program whose results are zeros. */
const fakeProgram = ({ results, values }: Program): LoadedProgram => ({
	run: () => ({
		read: async () =>
			Object.fromEntries(
				Object.entries(results).map(([name, value]) => [
					name,
					new Float32Array(sizeOf(values[value].shape)),
				]),
			),
	}),
	dispose: () => undefined,
});
