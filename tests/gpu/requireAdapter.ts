/** Fails the suite if there is no adapter. Arrays are compared by their bits. */
import { beforeAll } from 'vitest';
import '../support/sameBits.ts';

beforeAll(async () => {
	if (!(await navigator.gpu?.requestAdapter()))
		throw new Error(
			'This browser has no WebGPU adapter, so nothing can be tested. ' +
				'Use Chromium 121 or newer: SKILLET_CHROMIUM=/path/to/chrome.',
		);
});
