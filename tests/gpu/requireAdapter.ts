/** A suite can go green without any adapter; this one may not. */
import { beforeAll } from 'vitest';

beforeAll(async () => {
	if (!(await navigator.gpu?.requestAdapter()))
		throw new Error(
			'This browser gives no WebGPU adapter, so that nothing here can be tested. ' +
				'Use Chromium 121 or newer: SKILLET_CHROMIUM=/path/to/chrome.',
		);
});
