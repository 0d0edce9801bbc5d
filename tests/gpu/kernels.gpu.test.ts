/** Compares every kernel on WebGPU with its reference in all storages and layouts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kernels } from '#engine/gpu/kernels.ts';
import type { Kernel } from '#engine/gpu/kernel.ts';
import { requestAdapter } from '#engine/gpu/webgpu/adapter.ts';
import { openWebGpu } from '#engine/gpu/webgpu/openWebGpu.ts';
import type { WebGpuDevice } from '#engine/gpu/webgpu/WebGpuDevice.ts';
import { kernelCases, optionsFromEnvironment } from '../kernels/cases.ts';
import { sample } from '../kernels/sample.ts';
import { mismatches } from '../kernels/check.ts';
import type { KernelCase } from '../kernels/kernelCase.ts';
import { mutate, shortDispatch, splitMutants, textMutants } from '../kernels/mutants.ts';
import { isLong } from '../support/suite.ts';

// Fewer cases than on wasm: a software adapter needs minutes to compile them. The self-test also
// compares each kernel in each storage (selfTest.gpu.test.ts).
const options = optionsFromEnvironment(import.meta.env, { short: 1, long: 10 });
const cases = kernelCases(options);
const findCases = (name: string): KernelCase[] =>
	(cases.get(name) ?? []).filter(({ slowToCompile }) => isLong || !slowToCompile);
const names = kernels.map(({ name }) => name);

let device: WebGpuDevice;
beforeAll(async () => {
	device = await openWebGpu(await requestAdapter());
});
afterAll(() => device.dispose());

describe(`on WebGPU, seed ${options.seed}, ${options.count} random shapes`, () => {
	test.each(names)('%s equals its reference in two runs', async (name) => {
		expect(findCases(name).length).toBeGreaterThan(0);
		for (const kernelCase of sample(findCases(name), 3))
			expect(await mismatches(device, kernelCase), kernelCase.name).toEqual([]);
	});
});

/** The layouts of hardware. The tuning of a software adapter has neither. */
const layouts = [
	['an invocation has one row', { joinsRows: false }],
	['four invocations share a row', { sharesRows: true }],
] as const;
const attentions = names.filter((name) => name.startsWith('Attention'));
const onHardware = layouts.flatMap(([what, layout]) => [
	...attentions.map((name) => [name, what, layout] as const),
	[
		'AttentionGradientKV',
		`${what}, and eight split a key`,
		{ ...layout, splitsSums: true },
	] as const,
]);
test.each(onHardware)('%s equals its reference if %s', async (name, _, layout) => {
	expect(device.report.features).toContain('subgroups');
	const found = findCases(name);
	{
		expect(found.length).toBeGreaterThan(2);
		// One invocation sums a row of 64 numbers in slices. Rows of more than 32 may be split.
		const isLongRow = 'splitsSums' in layout ? / of (?:33|36|64),/ : / of 64,/;
		const long = found.filter((kernelCase) => isLongRow.test(kernelCase.name));
		for (const kernelCase of new Set([...sample(found, 1), ...sample(long, 1)])) {
			const kernel: Kernel = {
				...kernelCase.kernel,
				dispatches: (operands, attributes, tuning) =>
					kernelCase.kernel.dispatches(operands, attributes, { ...tuning, ...layout }),
			};
			expect(await mismatches(device, kernelCase, { kernel }), kernelCase.name).toEqual([]);
		}
	}
});

const mutants = [...textMutants, ...splitMutants, ...names.map(shortDispatch)].filter(
	(_, i) => isLong || i % 10 === 0,
);
describe('the suite detects mutants', () => {
	test.each(mutants.map((mutant) => [mutant.name, mutant.description, mutant] as const))(
		'%s: %s',
		async (name, description, mutant) => {
			for (const kernelCase of findCases(name)) {
				const { kernel, changed } = mutate(kernelCase.kernel, mutant);
				const wrong = await mismatches(device, kernelCase, { kernel });
				if (changed() && wrong.length > 0) return;
			}
			expect.unreachable(`${name} passes with ${description}`);
		},
	);
});
