/** Compares a wasm kernel with a plain float64 loop, in both builds and for several part counts. */
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { expect } from 'vitest';
import { randomStream } from '#engine/core/random.ts';

setFlagsFromString('--experimental-wasm-relaxed-simd');

type Operand = Float32Array | Int32Array;
type KernelFunction = (args: number, part: number, parts: number) => void;

const memory = new WebAssembly.Memory({ initial: 400, maximum: 65_536 });
const loadExports = async (build: string) =>
	(
		await WebAssembly.instantiate(
			await readFile(
				new URL(`../../../../src/engine/gpu/wasm/build/${build}.wasm`, import.meta.url),
			),
			{ env: { memory } },
		)
	).instance.exports;
export const builds = [await loadExports('kernels'), await loadExports('kernels-relaxed')];
const base = Math.max(...builds.map((build) => (build['heapBase'] as () => number)()));

/** A NaN, so that a read beyond an operand's end changes the result. */
const canary = 0x7fc1_2345;

export interface KernelCase {
	readonly name: string;
	readonly inputs: readonly Operand[];
	/** Lengths, or arrays for outputs that the kernel also reads. */
	readonly outputs: readonly (number | Float32Array)[];
	readonly sizes: readonly number[];
	readonly scalars?: readonly number[];
	/** Indices of the operands in call order. Default: inputs, then outputs. */
	readonly operands?: readonly number[];
}

/** Runs all parts, the last one first. Throws if a kernel writes beyond an operand's end. */
export function callKernel(
	{ name, inputs, outputs, sizes, scalars = [], operands }: KernelCase,
	parts: number,
	build: WebAssembly.Exports,
): Float32Array[] {
	const floats = new Float32Array(memory.buffer);
	const words = new Int32Array(memory.buffer);
	const all = [
		...inputs,
		...outputs.map((output) => (typeof output === 'number' ? new Float32Array(output) : output)),
	];
	let end = Math.ceil(base / 256) * 64 + 64;
	const args = end;
	end += 64;
	words.fill(canary, end, end + all.reduce((sum, { length }) => sum + length + 192, 0));
	const starts = all.map((operand, i) => {
		const start = end;
		if (i < inputs.length || typeof outputs[i - inputs.length] !== 'number')
			(operand instanceof Int32Array ? words : floats).set(operand, start);
		end = Math.ceil((start + operand.length + 64) / 64) * 64;
		return start;
	});
	const order = operands ?? all.map((_, i) => i);
	words.set([...order.map((i) => 4 * starts[i]), ...sizes], args);
	floats.set(scalars, args + order.length + sizes.length);
	for (let part = parts - 1; part >= 0; part--)
		(build[name] as KernelFunction)(4 * args, part, parts);
	all.forEach((operand, i) => {
		for (let word = starts[i] + operand.length; word < (starts[i + 1] ?? end); word++)
			if (words[word] !== canary) throw new Error(`${name} wrote beyond operand ${i}`);
	});
	return all
		.slice(inputs.length)
		.map((operand, i) =>
			floats.slice(starts[inputs.length + i], starts[inputs.length + i] + operand.length),
		);
}

/**
 * Checks that every build is within `tolerance` of the reference's largest value, and has the same
 * bits for 1, 2, 3 and 5 parts. `minLargest`: lower bound of the largest value, for references that
 * may be differences of equal terms.
 */
export function checkKernel(
	kernel: KernelCase,
	reference: readonly ArrayLike<number>[],
	tolerance = 2e-6,
	minLargest = 1e-30,
): void {
	for (const build of builds) {
		const whole = callKernel(kernel, 1, build);
		reference.forEach((expected, i) => {
			const largest = Math.max(minLargest, ...Array.from(expected, Math.abs));
			const error = Array.from(expected, (value, j) => Math.abs(value - whole[i][j]) / largest);
			// The negation also catches NaN.
			expect(error.findIndex((value) => !(value <= tolerance))).toBe(-1);
		});
		for (const parts of [2, 3, 5])
			expect(callKernel(kernel, parts, build).map(bits)).toEqual(whole.map(bits));
	}
}

const bits = (x: Float32Array): Int32Array => new Int32Array(x.buffer, x.byteOffset, x.length);

const random = randomStream(7, 'wasm kernels');
let drawn = 0;
/** Between −size and size. */
export const randomFloats = (length: number, size = 1): Float32Array =>
	Float32Array.from({ length }, () => (2 * random.uniform(drawn++) - 1) * size);
export const addUp = (count: number, term: (i: number) => number): number => {
	let sum = 0;
	for (let i = 0; i < count; i++) sum += term(i);
	return sum;
};
