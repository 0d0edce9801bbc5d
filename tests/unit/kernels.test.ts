import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { adamW, adamWReference } from '#gpu/kernels/adamW.ts';
import { gatherGradientReference } from '#gpu/kernels/gather.ts';
import { openNodeDevice } from '../../scripts/nodeDevice.ts';
import { kernelCases } from '../kernels/cases.ts';
import { checkKernel, expectClose, randomInputs } from '../kernels/check.ts';

beforeAll(async () => {
	expect((await openNodeDevice()).backend).toBe('wasm');
});

describe('kernels on the software path equal their float64 references', () => {
	test.each(kernelCases.map((kernelCase) => [kernelCase.name, kernelCase] as const))(
		'%s',
		async (_, kernelCase) => {
			for (const seed of [1, 2, 3]) await checkKernel(kernelCase, seed);
		},
	);
});

test('the gather gradient adds the rows of an index', () => {
	const dx = gatherGradientReference(Float64Array.of(1, 2, 3, 4, 5, 6), [1, 0, 1], 3);
	expect([...dx]).toEqual([3, 4, 6, 8, 0, 0]);
});

test.each([0.1, 100])(
	'AdamW with clipping at %s follows its reference over 20 steps',
	async (clip) => {
		const settings = { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0.1, clip };
		const size = 37;
		const shapes = {
			name: '',
			inputs: [[size]],
			terms: 1,
			run: (x: tf.Tensor[]) => x[0],
			reference: (x: Float64Array[]) => x[0],
		};
		const mask = Float64Array.from({ length: size }, (_, i) => i % 2);
		let host: ReturnType<typeof adamWReference> = {
			weights: randomInputs(shapes, 9)[0],
			firstMoments: new Float64Array(size),
			secondMoments: new Float64Array(size),
		};
		let state = {
			weights: tf.tensor1d(Float32Array.from(host.weights)),
			firstMoments: tf.zeros<tf.Rank.R1>([size]),
			secondMoments: tf.zeros<tf.Rank.R1>([size]),
		};
		for (let step = 1; step <= 20; step++) {
			const gradient = randomInputs(shapes, 100 + step)[0];
			const scalars = { learningRate: 0.01, step };
			state = tf.tidy(() =>
				adamW(
					state,
					tf.tensor1d(Float32Array.from(gradient)),
					tf.tensor1d(Float32Array.from(mask)),
					settings,
					scalars,
				),
			);
			host = adamWReference(host, gradient, mask, settings, scalars);
		}
		expectClose(await state.weights.data(), host.weights, 20, 'weights');
		expectClose(await state.secondMoments.data(), host.secondMoments, 20, 'second moments');
	},
);
