/** A time limit for a promise that may never settle, such as a wait for a GPU that hangs. */

/** The promise's value; undefined if it takes longer. A later rejection is ignored. */
export async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<undefined>((resolve) => {
		// A hang has no event. In a hidden tab the limit is longer, which does no harm.
		// eslint-disable-next-line no-restricted-globals
		timer = setTimeout(() => resolve(undefined), milliseconds);
	});
	try {
		return await Promise.race([promise, late]);
	} finally {
		clearTimeout(timer);
	}
}
