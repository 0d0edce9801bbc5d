/** Every kernel of the registry: on the software path against its reference, and its chain rule against finite differences. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { ComputeDevice } from '#gpu/computeDevice.ts';
import type { Kernel } from '#gpu/kernel.ts';
import { kernels } from '#gpu/kernels.ts';
import { safeTuning } from '#gpu/webgpu/tuning.ts';
import type { Program } from '#gpu/program.ts';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import { kernelCases, optionsFromEnvironment } from '../kernels/cases.ts';
import { mismatches } from '../kernels/check.ts';
import { chainRule, gradientMismatches } from '../kernels/finiteDifferences.ts';
import { halved, needsHalf, type KernelCase } from '../kernels/kernelCase.ts';
import { callMutants, mutate, shortCall } from '../kernels/mutants.ts';

const options = optionsFromEnvironment(import.meta.env);
const cases = kernelCases(options);
const listed = kernels.map((kernel) => [kernel.name, cases.get(kernel.name) ?? []] as const);
/** Half precision is for WebGPU. */
const onWasm = listed.filter(([, found]) => !found.some(needsHalf));
const differentiable = listed.filter(([, [first]]) => first?.kernel.gradient);

/** Small enough that a few thousand evaluations of the reference take a moment. */
const isSmall = ({ inputs }: KernelCase): boolean =>
	inputs.every(({ values }) => values.length <= 2000);

let device: ComputeDevice;
beforeAll(async () => {
	device = await openNodeDevice();
});

test('every kernel has cases, and every case a kernel', () => {
	const without = listed.filter(([, found]) => found.length === 0).map(([name]) => name);
	expect(without, 'kernels without a family in tests/kernels/cases.ts').toEqual([]);
	const known = new Set(kernels.map(({ name }) => name));
	expect([...cases.keys()].filter((name) => !known.has(name))).toEqual([]);
});

/** WebGPU's default of maxStorageBuffersPerShaderStage: many devices have no more. */
const mostStorageBuffers = 8;

test.each(listed)('%s binds no more buffers than every device allows', (_, found) => {
	for (const { kernel, inputs, attributes, exact, name } of found)
		for (const stored of [<T>(operand: T): T => operand, halved])
			for (const sharesRows of [false, true]) {
				const outputs = kernel.outputs(inputs, attributes);
				const operands = exact
					? { inputs, outputs }
					: { inputs: inputs.map(stored), outputs: outputs.map(stored) };
				const dispatches = kernel.dispatches(operands, attributes, { ...safeTuning, sharesRows });
				expect(dispatches.length).toBeGreaterThan(0);
				for (const { wgsl, bindings, label } of dispatches) {
					expect(bindings.length, `${label}, ${name}`).toBeLessThanOrEqual(mostStorageBuffers);
					expect(wgsl.match(/var<storage/g)?.length, label).toBe(bindings.length);
				}
			}
});

describe(`on wasm, seed ${options.seed}, ${options.count} random shapes`, () => {
	test.each(onWasm)('%s equals its reference, twice', async (_, found) => {
		for (const kernelCase of found)
			expect(await mismatches(device, kernelCase), kernelCase.name).toEqual([]);
	});
});

describe('the chain rule equals finite differences', () => {
	test.each(differentiable)('%s', (_, found) => {
		const small = found.filter(isSmall);
		expect(small.length).toBeGreaterThan(1);
		for (const kernelCase of small)
			expect(gradientMismatches(kernelCase), kernelCase.name).toEqual([]);
	});
});

describe('mutants are seen', () => {
	const mutants = [...callMutants, ...onWasm.map(([name]) => shortCall(name))];
	test.each(mutants.map((mutant) => [mutant.name, mutant.what, mutant] as const))(
		'%s: %s',
		async (name, what, mutant) => {
			for (const kernelCase of cases.get(name)!) {
				const { kernel, changed } = mutate(kernelCase.kernel, mutant);
				const wrong = await mismatches(device, kernelCase, { kernel });
				if (changed() && wrong.length > 0) return;
			}
			expect.unreachable(`${name} passes with ${what}`);
		},
	);

	const byKernels = differentiable.filter(([, [first]]) => chainOf(first).length > 0);
	test.each(byKernels)('%s: a gradient a thousandth too large', (_, found) => {
		for (const wrong of chainOf(found[0]))
			expect(
				found.some(
					(kernelCase) =>
						isSmall(kernelCase) && gradientMismatches(kernelCase, tooLarge(wrong)).length > 0,
				),
				wrong,
			).toBe(true);
	});
});

/** The kernels that a chain rule uses. */
function chainOf(kernelCase: KernelCase): string[] {
	const names = new Set(chainRule(kernelCase).operations.map(({ kernel }) => kernel.name));
	names.delete(kernelCase.kernel.name);
	return [...names];
}

/** The program with outputs of one kernel off by a thousandth. */
const tooLarge =
	(name: string) =>
	(program: Program): Program => ({
		...program,
		operations: program.operations.map((operation) => {
			const { kernel } = operation;
			if (kernel.name !== name) return operation;
			const reference: Kernel['reference'] = (...given) =>
				kernel.reference(...given).map((output) => output.map((value) => value * 1.001));
			return { ...operation, kernel: { ...kernel, reference } };
		}),
	});
