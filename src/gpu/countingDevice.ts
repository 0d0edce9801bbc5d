/** A device that only records the requested vectors and programs, to predict memory. */
import type { ComputeDevice, MemoryUse, Vector } from './computeDevice.ts';
import type { Program } from './program.ts';

/** Its vectors hold nothing, and its programs compute nothing. */
export function countingDevice({ report }: Pick<ComputeDevice, 'report'>) {
	const vectors: Vector[] = [];
	const programs: Program[] = [];
	const device: ComputeDevice = {
		report,
		async vector(_, length, storage = 'f32') {
			const read = async () => new Float32Array(length);
			const vector = { length, storage, read, write: ignore, copyFrom: ignore, dispose: ignore };
			vectors.push(vector);
			return vector;
		},
		async load(program) {
			programs.push(program);
			return { run: () => ({ read: async () => ({}) }), dispose: ignore };
		},
		memory: () => nothing,
		needs: () => nothing,
		reserve: async () => ({ dispose: ignore }),
		finish: async () => undefined,
		dispose: ignore,
	};
	return { device, vectors, programs };
}

const nothing: MemoryUse = { vectors: 0, temporaries: 0, transfer: 0, buffers: 0 };

const ignore = () => undefined;
