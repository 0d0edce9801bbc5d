/** The kernels on tfjs as a whole, in plain JavaScript: nothing in them leans on a backend, and there is one tfjs-core. */
import * as whole from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { kernelCases } from '../kernels/cases.ts';
import { checkKernel } from '../kernels/check.ts';

beforeAll(async () => {
	expect(whole.engine()).toBe(tf.engine());
	expect(await whole.setBackend('cpu')).toBe(true);
});

test.each(kernelCases.map((kernelCase) => [kernelCase.name, kernelCase] as const))(
	'%s',
	async (_, kernelCase) => checkKernel(kernelCase, 1),
);
