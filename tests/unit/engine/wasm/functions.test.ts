/**
 * Every wasm function in both builds: any number of parts writes the same bits, and only into its
 * operands. `tests/unit/engine/kernels.test.ts` compares one build with the reference.
 */
import { expect, it } from 'vitest';
import { sizeOf, type Word } from '#engine/gpu/kernel.ts';
import { kernelCases, optionsFromEnvironment } from '../../../kernels/cases.ts';
import type { Input, KernelCase } from '../../../kernels/kernelCase.ts';
import { builds, callKernel } from './kernel.ts';

const cases = [...kernelCases(optionsFromEnvironment(import.meta.env))].flatMap(([name, found]) =>
	found[0].kernel.calls ? [[name, found] as const] : [],
);

const bits = (values: Float32Array): Int32Array => new Int32Array(values.buffer);
const toBits = ({ storage, values }: Input): Float32Array =>
	storage === 'i32' ? new Float32Array(Int32Array.from(values).buffer) : Float32Array.from(values);
const toWord = (word: Word): number =>
	typeof word === 'number' ? word : bits(Float32Array.of(word.f32))[0];

/** All operands after the calls of the kernel. */
function afterCalls(
	{ kernel, inputs, attributes }: KernelCase,
	parts: number,
	build: WebAssembly.Exports,
): Float32Array[] {
	const outputs = kernel.outputs(inputs, attributes);
	let all = [...inputs.map(toBits), ...outputs.map(({ shape }) => new Float32Array(sizeOf(shape)))];
	for (const { run, operands, words } of kernel.calls!({ inputs, outputs }, attributes)) {
		const call = { name: run, inputs: [], outputs: all, sizes: words.map(toWord) };
		all = callKernel({ ...call, ...(operands && { operands }) }, parts, build);
	}
	return all;
}

it.each(cases)('%s', (_, found) => {
	for (const kernelCase of found) {
		const wholes = builds.map((build) => {
			const whole = afterCalls(kernelCase, 1, build);
			for (const parts of [2, 3, 5])
				expect(afterCalls(kernelCase, parts, build).map(bits), kernelCase.name).toEqual(
					whole.map(bits),
				);
			return whole;
		});
		const [plain, relaxed] = wholes;
		plain.forEach((values, i) => {
			const largest = Math.max(1e-30, ...values.map(Math.abs).filter(Number.isFinite));
			const bound = 1e-5 * Math.sqrt(kernelCase.terms) * largest;
			const far = values.findIndex((value, j) => Math.abs(value - relaxed[i][j]) > bound);
			expect(far, kernelCase.name).toBe(-1);
		});
	}
});

it('exp is within 2 units in the last place', () => {
	// For logits 0 and −x with x > 17.4, Σ exp is 1 in float32, so the second gradient is exp(−x).
	const count = 4000;
	const z = Float32Array.from({ length: 2 * count }, (_, i) => (i % 2 ? -(i / 2) / 100 - 17.5 : 0));
	for (const build of builds) {
		const [dz] = callKernel(
			{
				name: 'crossEntropy',
				inputs: [z, new Int32Array(count), new Float32Array(count).fill(1)],
				outputs: [2 * count, count, count],
				sizes: [count, 2],
			},
			1,
			build,
		);
		const errors = Array.from({ length: count }, (_, i) => {
			const exact = Math.exp(z[2 * i + 1]);
			return Math.abs(dz[2 * i + 1] - exact) / 2 ** (Math.floor(Math.log2(exact)) - 23);
		});
		expect(Math.max(...errors)).toBeLessThan(2);
	}
});
