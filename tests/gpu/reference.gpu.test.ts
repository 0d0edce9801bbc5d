/** The reference engine with tfjs's WebGPU kernels, beside the lab's engine on the same adapter. */
import { expect, test } from 'vitest';
import { referenceOnGpu } from '#engine/gpu/reference/openReference.ts';
import { largestDifference, tinyCurve } from '../support/tinyCurve.ts';
import { openDevice } from './openDevice.ts';
import { isLong } from '../support/suite.ts';

// The emulated adapter compiles each new shape for seconds.
const title = 'a run agrees with the lab’s own engine, and repeats bit for bit';

test.runIf(isLong)(title, { timeout: 600_000 }, async () => {
	const lab = await tinyCurve(await openDevice(), 50);
	const reference = referenceOnGpu(await openDevice());
	expect(reference.report).toMatchObject({ backend: 'tfjs', kind: 'software' });
	// The files share one page, and tfjs counts the tensors of all of them.
	const before = reference.memory();
	const { losses, buffers } = await tinyCurve(reference, 50);
	const difference = largestDifference(losses, lab.losses);
	// Else both would be the same engine.
	expect(difference).toBeGreaterThan(0);
	expect(difference).toBeLessThan(1e-4);
	expect(new Set(buffers).size, 'tensors between steps').toBe(1);
	const again = await tinyCurve(reference, 50, { until: 2 });
	expect(again.losses).toEqual(losses.slice(0, again.losses.length));
	expect(reference.memory()).toEqual(before);
	reference.dispose();
});
