import { beforeAll, describe, expect, test } from 'vitest';
import { openDevice } from '#gpu/device.ts';
import { kernelCases } from '../kernels/cases.ts';
import { checkKernel } from '../kernels/check.ts';
import { checkDecoder, tinyConfigs } from '../kernels/decoderChecks.ts';

const noWasm = {
	'tfjs-backend-wasm.wasm': '',
	'tfjs-backend-wasm-simd.wasm': '',
	'tfjs-backend-wasm-threaded-simd.wasm': '',
};
const seeds = import.meta.env['SKILLET_SUITE'] === 'long' ? [1, 2, 3] : [1];

beforeAll(async () => {
	const report = await openDevice({ prefer: 'webgpu', wasmFiles: noWasm });
	expect(report.backend).toBe('webgpu');
});

describe('kernels on WebGPU equal their float64 references', () => {
	test.each(kernelCases.map((kernelCase) => [kernelCase.name, kernelCase] as const))(
		'%s',
		async (_, kernelCase) => {
			for (const seed of seeds) await checkKernel(kernelCase, seed);
		},
	);
});

test.each(
	tinyConfigs.slice(0, seeds.length).map((config) => [`${config.layers} layers`, config] as const),
)(
	'the decoder of %s on WebGPU equals the float64 reference, loss and gradients',
	async (_, config) => checkDecoder(config, 2),
);
