/** One writer over all tabs: an exclusive Web Lock, held while the stores are open. */

/** The part of navigator.locks that is used. */
export interface Locks {
	request(name: string, callback: (lock: unknown) => Promise<void>): Promise<unknown>;
}

export interface WriterLock {
	/** May be called more than once. */
	release(): void;
}

export interface WriterLockOptions {
	readonly name: string;
	/** undefined: no Web Locks (old browsers, plain http). The lab then opens without a lock. */
	readonly locks: Locks | undefined;
	/** Another tab holds the lock. The wait ends when that tab closes. */
	readonly onWaiting?: (() => void) | undefined;
}

/**
 * Milliseconds before a wait is reported: after a reload, the old page still holds the lock for a
 * moment.
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
			// The lock is held until the callback's promise settles.
			const held = () => new Promise<void>((release) => resolve({ release }));
			locks.request(name, held).catch(reject);
		});
	} finally {
		clearTimeout(telling);
	}
}
