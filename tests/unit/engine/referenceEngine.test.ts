/** The reference engine on the processor: every kernel, and a run beside the lab's own engine. */
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import { asMessage } from '#engine/core/message.ts';
import { DeviceError } from '#engine/core/errors.ts';
import { capture } from '#engine/gpu/capture.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { kernels } from '#engine/gpu/kernels.ts';
import { referenceOnProcessor } from '#engine/gpu/reference/openReference.ts';
import { operations } from '#engine/gpu/reference/operations.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { kernelCases, optionsFromEnvironment } from '../../kernels/cases.ts';
import { sample } from '../../kernels/sample.ts';
import { mismatches } from '../../kernels/check.ts';
import { largestDifference, tinyCurve } from '../../support/tinyCurve.ts';
import { isLong } from '../../support/suite.ts';

const options = optionsFromEnvironment(import.meta.env);
const cases = [...kernelCases({ ...options, count: isLong ? options.count : 0 })];

let device: ComputeDevice;
beforeAll(() => {
	// The capture's backend is current, as in the page: code that forgets to set its own fails.
	capture('nothing', () => undefined);
	device = referenceOnProcessor(asMessage('a test'));
	return () => device.dispose();
});

test('all kernels have a composition', () => {
	const missing = kernels.map(({ name }) => name).filter((name) => !operations[name]);
	expect(missing, 'Add it to src/engine/gpu/reference/operations.ts.').toEqual([]);
	expect(cases.length).toBeGreaterThan(20);
});

describe('composed of tfjs’s operations', () => {
	test.each(cases)('%s equals its definition', async (_, found) => {
		for (const kernelCase of sample(found, 4))
			expect(await mismatches(device, kernelCase), kernelCase.name).toEqual([]);
	});
});

test('a program with another kernel is refused by name', async () => {
	const missing = { ...kernels[0], name: 'Unknown' };
	const operation = { kernel: missing, attributes: {}, inputs: [], outputs: [] };
	const program = { label: 'test', values: [], operations: [operation], results: {} };
	await expect(device.load(program, {})).rejects.toThrow(DeviceError);
	await expect(device.load(program, {})).rejects.toThrow(/“Unknown”/);
});

test('steps with evaluations have the losses of the lab’s own engine', async () => {
	const steps = isLong ? 50 : 4;
	const lab = await openNodeDevice();
	onTestFinished(() => lab.dispose());
	const before = tf.engine().backendName;
	const memory = device.memory();
	const reference = await tinyCurve(device, steps);
	expect(tf.engine().backendName).toBe(before);
	const expected = await tinyCurve(lab, steps);
	expect(reference.losses.length).toBeGreaterThan(1.5 * steps);
	const difference = largestDifference(reference.losses, expected.losses);
	// Else both would be the same engine.
	expect(difference).toBeGreaterThan(0);
	expect(difference).toBeLessThan(1e-4);
	expect(device.memory()).toEqual(memory);
});
