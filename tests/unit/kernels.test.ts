/** Every kernel of the registry: on the software path against its reference, and its chain rule against finite differences. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { ComputeDevice } from '#gpu/computeDevice.ts';
import { kernels } from '#gpu/kernels.ts';
import { openNodeDevice } from '../../scripts/nodeDevice.ts';
import { kernelCases, optionsFromEnvironment } from '../kernels/cases.ts';
import { mismatches } from '../kernels/check.ts';
import { gradientMismatches } from '../kernels/finiteDifferences.ts';
import type { KernelCase } from '../kernels/kernelCase.ts';

const options = optionsFromEnvironment(import.meta.env);
const cases = kernelCases(options);
const listed = kernels.map((kernel) => [kernel.name, cases.get(kernel.name) ?? []] as const);
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

describe(`on wasm, seed ${options.seed}, ${options.count} random shapes`, () => {
	test.each(listed)('%s equals its reference, twice', async (_, found) => {
		for (const kernelCase of found)
			expect(await mismatches(device, kernelCase), kernelCase.name).toEqual([]);
	});
});

describe('the chain rule equals finite differences', () => {
	test.each(differentiable)('%s', (_, found) => {
		const small = found.filter(isSmall);
		expect(small.length).toBeGreaterThan(3);
		for (const kernelCase of small)
			expect(gradientMismatches(kernelCase), kernelCase.name).toEqual([]);
	});
});
