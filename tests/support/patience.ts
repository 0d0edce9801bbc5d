/** `vi.waitFor` gives up after a second, for which a busy machine can leave a test without a turn. */
import { vi } from 'vitest';

const { waitFor } = vi;
vi.waitFor = (callback, options = {}) =>
	waitFor(callback, {
		timeout: 60_000,
		...(typeof options === 'number' ? { timeout: options } : options),
	});
