/** Compares all designs of matrix products with float64 and with each other. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAllowed, tileName } from '#engine/gpu/webgpu/matmul/tile.ts';
import {
	cases,
	compute,
	createOperands,
	name,
	reference,
	slicedCases,
	splitCases,
	tilesFor,
	type Case,
} from './matmulCases.ts';
import { isLong } from '../support/suite.ts';

let device: GPUDevice;
const errors: string[] = [];

beforeAll(async () => {
	const adapter = (await navigator.gpu.requestAdapter())!;
	const requiredFeatures = (['subgroups'] as const).filter((feature) =>
		adapter.features.has(feature),
	);
	device = await adapter.requestDevice({ requiredFeatures });
	device.onuncapturederror = ({ error }) => errors.push(error.message);
});
afterAll(() => {
	device.destroy();
	expect(errors).toEqual([]);
});

describe.each(cases.map((each, index) => [name(each), each, index] as const))(
	'%s',
	(_, each, index) => {
		it('equals float64 within rounding, and has the same bits in all designs', async () => {
			const operands = createOperands(each);
			const expected = reference(each, operands);
			let first: Uint32Array | undefined;
			for (const tile of tilesFor(index)) {
				if (!isAllowed(tile, device.limits, device.features)) continue;
				const values = await compute(device, each, operands, tile);
				expectNear(values, expected, each, tileName(tile));
				const bits = new Uint32Array(values.slice().buffer);
				first ??= bits;
				expect(bits, tileName(tile)).toEqual(first);
			}
			expect(first).toBeDefined();
		});
	},
);

const shared = [
	...splitCases.map((each) => ['split', name(each), each] as const),
	...slicedCases.map((each) => ['sliced', name(each), each] as const),
].filter((_, i) => isLong || i % splitCases.length === 0);
it.each(shared)(
	'%s sums equal float64 within rounding, twice with the same bits: %s',
	async (how, _, each) => {
		const operands = createOperands(each);
		const values = await compute(device, each, operands, how);
		expectNear(values, reference(each, operands), each, how);
		expect(await compute(device, each, operands, how)).toEqual(values);
	},
);

function expectNear(
	values: Float32Array,
	expected: Float64Array,
	{ k }: Case,
	label: string,
): void {
	const largest = expected.reduce(
		(largestSoFar, value) => Math.max(largestSoFar, Math.abs(value)),
		0,
	);
	const rounding = 1e-5 * Math.sqrt(k);
	const worst = values.reduce(
		(worstSoFar, v, i) => Math.max(worstSoFar, Math.abs(v - expected[i])),
		0,
	);
	expect(worst, label).toBeLessThanOrEqual(rounding * largest);
}
