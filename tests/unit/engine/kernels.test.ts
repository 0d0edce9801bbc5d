/** Checks every kernel on wasm against its reference, and its chain rule by finite differences. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { asMessage } from '#engine/core/message.ts';
import { sum } from '#engine/core/statistics.ts';
import { JavaScriptDevice } from '#engine/gpu/JavaScriptDevice.ts';
import type { Kernel } from '#engine/gpu/kernel.ts';
import { kernels } from '#engine/gpu/kernels.ts';
import { safeTuning } from '#engine/gpu/webgpu/matmul/tuning.ts';
import type { Program } from '#engine/gpu/program.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { kernelCases, optionsFromEnvironment } from '../../kernels/cases.ts';
import { mismatches } from '../../kernels/check.ts';
import { chainRule, gradientMismatches } from '../../kernels/finiteDifferences.ts';
import type { KernelCase } from '../../kernels/kernelCase.ts';
import {
	callMutants,
	mutate,
	shortCall,
	splitMutants,
	textMutants,
} from '../../kernels/mutants.ts';
import { isLong } from '../../support/suite.ts';

const options = optionsFromEnvironment(import.meta.env);
const cases = kernelCases(options);
const listed = kernels.map((kernel) => [kernel.name, cases.get(kernel.name) ?? []] as const);
const onWasm = listed.filter(([, found]) => found[0]?.kernel.calls);
const differentiable = listed.filter(([, [first]]) => first?.kernel.gradient);

/** Small enough for a few thousand evaluations of the reference. */
const isSmall = ({ inputs }: KernelCase): boolean =>
	inputs.every(({ values }) => values.length <= 2000);

const numbersIn = ({ inputs }: KernelCase): number =>
	sum(inputs.map(({ values }) => values.length));

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

/** WebGPU's default of maxStorageBuffersPerShaderStage. */
const maxStorageBuffers = 8;

test.each(listed)('%s binds at most as many buffers as every device allows', (_, found) => {
	for (const { kernel, inputs, attributes, name } of found)
		for (const sharesRows of [false, true]) {
			const operands = { inputs, outputs: kernel.outputs(inputs, attributes) };
			const dispatches = kernel.dispatches(operands, attributes, { ...safeTuning, sharesRows });
			expect(dispatches.length).toBeGreaterThan(0);
			for (const { wgsl, bindings, label } of dispatches) {
				expect(bindings.length, `${label}, ${name}`).toBeLessThanOrEqual(maxStorageBuffers);
				expect(wgsl.match(/var<storage/g)?.length, label).toBe(bindings.length);
			}
		}
});

test('each mutant of a shader still changes one', () => {
	const stale = [...textMutants, ...splitMutants].filter(({ name, layout, onDispatch }) =>
		(cases.get(name) ?? []).every(({ kernel, inputs, attributes }) => {
			const operands = { inputs, outputs: kernel.outputs(inputs, attributes) };
			const dispatches = kernel.dispatches(operands, attributes, { ...safeTuning, ...layout });
			return dispatches.every((dispatch) => onDispatch(dispatch) === dispatch);
		}),
	);
	expect(stale.map(({ name, description }) => `${name}: ${description}`)).toEqual([]);
});

describe(`on wasm, seed ${options.seed}, ${options.count} random shapes`, () => {
	test.each(onWasm)('%s equals its reference in two runs', async (_, found) => {
		// The largest sums are those that slices share on a GPU.
		const chosen = isLong ? found : found.filter((each) => numbersIn(each) <= 100_000);
		for (const kernelCase of chosen)
			expect(await mismatches(device, kernelCase), kernelCase.name).toEqual([]);
	});

	// The device runs the reference itself: large shapes show no more than small ones.
	test.each(onWasm)('in JavaScript, %s equals it too', async (_, found) => {
		const javaScript = new JavaScriptDevice(asMessage('none'), asMessage('none'));
		const chosen = isLong ? found : found.filter(isSmall);
		expect(chosen.length).toBeGreaterThan(0);
		for (const kernelCase of chosen)
			expect(await mismatches(javaScript, kernelCase), kernelCase.name).toEqual([]);
	});
});

describe('the chain rule equals finite differences', () => {
	test.each(differentiable)('%s', (_, found) => {
		const small = found.filter(isSmall);
		expect(small.length).toBeGreaterThan(1);
		const bySize = small.toSorted((a, b) => numbersIn(a) - numbersIn(b));
		for (const kernelCase of isLong ? bySize : bySize.slice(0, 3))
			expect(gradientMismatches(kernelCase), kernelCase.name).toEqual([]);
	});
});

describe('the suite detects mutants', () => {
	const mutants = [...callMutants, ...onWasm.map(([name]) => shortCall(name))];
	test.each(mutants.map((mutant) => [mutant.name, mutant.description, mutant] as const))(
		'%s: %s',
		async (name, description, mutant) => {
			for (const kernelCase of cases.get(name)!) {
				const { kernel, changed } = mutate(kernelCase.kernel, mutant);
				const wrong = await mismatches(device, kernelCase, { kernel });
				if (changed() && wrong.length > 0) return;
			}
			expect.unreachable(`${name} passes with ${description}`);
		},
	);

	const withChain = differentiable.filter(([, [first]]) => chainKernels(first).length > 0);
	test.each(withChain)('%s: a gradient 0.1 % too large', (_, found) => {
		for (const wrong of chainKernels(found[0]))
			expect(
				found.some(
					(kernelCase) =>
						isSmall(kernelCase) && gradientMismatches(kernelCase, enlarge(wrong)).length > 0,
				),
				wrong,
			).toBe(true);
	});
});

/** The kernels of a chain rule. */
function chainKernels(kernelCase: KernelCase): string[] {
	const names = new Set(chainRule(kernelCase).operations.map(({ kernel }) => kernel.name));
	names.delete(kernelCase.kernel.name);
	return [...names];
}

/** Makes one kernel's outputs 0.1 % too large. */
const enlarge =
	(name: string) =>
	(program: Program): Program => ({
		...program,
		operations: program.operations.map((operation) => {
			const { kernel } = operation;
			if (kernel.name !== name) return operation;
			const reference: Kernel['reference'] = (...args) =>
				kernel.reference(...args).map((output) => output.map((value) => value * 1.001));
			return { ...operation, kernel: { ...kernel, reference } };
		}),
	});
