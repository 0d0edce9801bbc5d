/** Waits: for the next task, for a time, or until an abort. */

/** Resolves in a later task. Uses a message, since browsers slow down timers in hidden tabs. */
export function nextTask(): Promise<void> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(null);
	});
}

/** Uses AbortSignal.timeout() as its clock. Rejects with the signal's reason. */
export const wait = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
	new Promise((resolve, reject) => {
		signal?.throwIfAborted();
		// Node takes whole numbers only.
		const end = AbortSignal.timeout(Math.ceil(milliseconds));
		end.addEventListener('abort', () => resolve(), { once: true });
		signal?.addEventListener('abort', () => reject(signal.reason as Error), { signal: end });
	});

/** The promise's value; rejects at an abort. Unlike Promise.race, it keeps no pending promise. */
export function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise<T>((resolve, reject) => {
		const cut = () => reject(signal.reason as Error);
		if (signal.aborted) cut();
		signal.addEventListener('abort', cut);
		answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', cut));
	});
}

/** The promise's value; undefined if it takes longer. A later rejection is ignored. */
export async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
	let timer: Parameters<typeof clearTimeout>[0];
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
