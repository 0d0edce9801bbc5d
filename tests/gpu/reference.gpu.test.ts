/** The reference engine with tfjs's WebGPU kernels, beside the lab's engine on the same adapter. */
import { expect, test } from 'vitest';
import { referenceOnGpu } from '#gpu/reference/openReference.ts';
import { largestDifference, tinyCurve } from '../support/tinyCurve.ts';
import { openDevice } from './openDevice.ts';

const steps = import.meta.env['SKILLET_SUITE'] === 'long' ? 50 : 10;

test(`${steps} steps have the losses of the lab’s own engine, and the same bits again`, async () => {
	const own = await tinyCurve(await openDevice(), steps);
	const reference = referenceOnGpu(await openDevice());
	expect(reference.report).toMatchObject({ backend: 'tfjs', kind: 'software' });
	const first = await tinyCurve(reference, steps);
	const difference = largestDifference(first.losses, own.losses);
	console.log('largest relative difference', difference);
	expect(difference).toBeGreaterThan(0);
	expect(difference).toBeLessThan(1e-4);
	expect((await tinyCurve(reference, steps)).losses).toEqual(first.losses);
	expect(reference.memory()).toMatchObject({ vectors: 0, temporaries: 0, buffers: 0 });
	reference.dispose();
});
