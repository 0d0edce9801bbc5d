/** Programs for tests of the device. */
import type { Kernel } from '#engine/gpu/kernel.ts';
import { add } from '#engine/gpu/kernels/add.ts';
import type { Operation, Program, Value } from '#engine/gpu/program.ts';

export const numbers = (length: number, value: (i: number) => number): Float32Array =>
	Float32Array.from({ length }, (_, i) => value(i));

/** sums = y = weights + `terms` · x. `weights` and `sums` are vectors of `size`; y is a result. */
export function sumProgram(size: number, terms: number, kernel: Kernel = add): Program {
	const value = (location: Value['location']): Value => ({
		shape: [size],
		storage: 'f32',
		location,
	});
	const values: Value[] = [
		value({ kind: 'vector', vector: 'weights', offset: 0 }),
		value({ kind: 'input', name: 'x' }),
	];
	const operations: Operation[] = [];
	let sum = 0;
	for (let term = 1; term <= terms; term++) {
		const location: Value['location'] =
			term === terms ? { kind: 'vector', vector: 'sums', offset: 0 } : { kind: 'temporary' };
		const next = values.push(value(location)) - 1;
		operations.push({ kernel, attributes: {}, inputs: [sum, 1], outputs: [next] });
		sum = next;
	}
	return { label: `sum of ${terms}`, values, operations, results: { y: sum } };
}
