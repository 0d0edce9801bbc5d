/** `vi.waitFor` gives up after a second, in which a busy machine may do nothing for a test. */
import { vi } from 'vitest';

const { waitFor } = vi;
vi.waitFor = (callback, options = {}) =>
	waitFor(callback, {
		timeout: 60_000,
		...(typeof options === 'number' ? { timeout: options } : options),
	});
