/** One writer over all tabs: an exclusive Web Lock, held for as long as the stores are open. */

/** The part of navigator.locks that is used. */
export interface Locks {
	request(name: string, callback: (lock: unknown) => Promise<void>): Promise<unknown>;
}

export interface WriterLock {
	/** More than once is harmless. */
	release(): void;
}

export interface WriterLockOptions {
	readonly name: string;
	/** undefined: a browser (or plain http) without Web Locks, where the lab goes on without. */
	readonly locks: Locks | undefined;
	/** Another tab holds it. The wait ends by itself when that tab closes, however it does. */
	readonly onWaiting?: (() => void) | undefined;
}

/**
 * For so long nothing is said: after a reload the lock is still with the page that went, for a moment.
 */
const quietMilliseconds = 400;

export async function takeWriterLock({
	name,
	locks,
	onWaiting,
}: WriterLockOptions): Promise<WriterLock> {
	if (!locks) return { release() {} };
	const telling = onWaiting && setTimeout(onWaiting, quietMilliseconds);
	try {
		return await new Promise<WriterLock>((resolve, reject) => {
			// A lock is held until the promise that its callback returns is settled.
			const held = () => new Promise<void>((release) => resolve({ release }));
			locks.request(name, held).catch(reject);
		});
	} finally {
		clearTimeout(telling);
	}
}
