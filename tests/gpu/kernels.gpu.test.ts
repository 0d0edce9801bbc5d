/** Every kernel of the registry on WebGPU: against its reference in both storages, in all layouts, and wrong on purpose. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kernels } from '#gpu/kernels.ts';
import type { Kernel } from '#gpu/kernel.ts';
import { requestAdapter } from '#gpu/webgpu/adapter.ts';
import { openWebGpu } from '#gpu/webgpu/openWebGpu.ts';
import type { WebGpuDevice } from '#gpu/webgpu/webgpuDevice.ts';
import { kernelCases, optionsFromEnvironment } from '../kernels/cases.ts';
import { mismatches } from '../kernels/check.ts';
import { checkDecoder, tinyConfigs } from '../kernels/decoderChecks.ts';
import { changesInHalf, type KernelCase } from '../kernels/kernelCase.ts';
import { mutate, shortDispatch, textMutants } from '../kernels/mutants.ts';

const isLong = import.meta.env['SKILLET_SUITE'] === 'long';
// Fewer than on the software path: each is compiled, for minutes in all on a software adapter.
const options = optionsFromEnvironment(import.meta.env, 10);
const cases = kernelCases(options);
const casesOf = (name: string): KernelCase[] =>
	(cases.get(name) ?? []).filter(({ slowToCompile }) => isLong || !slowToCompile);
/** Every n-th in the short suite, since a software adapter takes seconds to compile; all in the long one. */
const some = (found: readonly KernelCase[], n: number): readonly KernelCase[] =>
	found.filter((_, i) => isLong || i % n === 0);
const names = kernels.map(({ name }) => name);

let device: WebGpuDevice;
beforeAll(async () => {
	device = await openWebGpu(await requestAdapter());
});
afterAll(() => device.dispose());

describe(`on WebGPU, seed ${options.seed}, ${options.count} random shapes`, () => {
	test.each(names)('%s equals its reference, twice', async (name) => {
		expect(casesOf(name).length).toBeGreaterThan(0);
		for (const kernelCase of casesOf(name))
			expect(await mismatches(device, kernelCase), kernelCase.name).toEqual([]);
	});

	const inHalf = names
		.map((name) => [name, some(casesOf(name).filter(changesInHalf), 2)] as const)
		.filter(([, found]) => found.length > 0);
	test.each(inHalf)('%s in half precision', async (_, found) => {
		for (const kernelCase of found)
			expect(await mismatches(device, kernelCase, { half: true }), kernelCase.name).toEqual([]);
	});
});

test.each(names.filter((name) => name.startsWith('Attention')))(
	'%s where four invocations share a row',
	async (name) => {
		// Software adapters have subgroups too, but are not tuned to them here.
		expect(device.report.features).toContain('subgroups');
		for (const half of [false, true]) {
			const found = casesOf(name).filter((kernelCase) => !half || changesInHalf(kernelCase));
			expect(found.length).toBeGreaterThan(2);
			for (const kernelCase of some(found, 3)) {
				const kernel: Kernel = {
					...kernelCase.kernel,
					dispatches: (operands, attributes, tuning) =>
						kernelCase.kernel.dispatches(operands, attributes, { ...tuning, sharesRows: true }),
				};
				expect(await mismatches(device, kernelCase, { kernel, half }), kernelCase.name).toEqual([]);
			}
		}
	},
);

const mutants = [...textMutants, ...names.map(shortDispatch)].filter(
	(_, i) => isLong || i % 3 === 0,
);
describe('mutants are seen', () => {
	test.each(mutants.map((mutant) => [mutant.name, mutant.what, mutant] as const))(
		'%s: %s',
		async (name, what, mutant) => {
			for (const kernelCase of casesOf(name)) {
				const { kernel, changed } = mutate(kernelCase.kernel, mutant);
				const wrong = await mismatches(device, kernelCase, { kernel });
				if (changed() && wrong.length > 0) return;
			}
			expect.unreachable(`${name} passes with ${what}`);
		},
	);
});

test.each(
	tinyConfigs
		.slice(0, isLong ? 3 : 1)
		.map((config) => [`${config.layers} layers`, config] as const),
)(
	'the decoder of %s on WebGPU equals the float64 reference, loss and gradients',
	async (_, config) => checkDecoder(device, config, 2),
);
