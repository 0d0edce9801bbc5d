/** Converts errors of IndexedDB to StorageErrors with a remedy. */
import { LabError, StorageError, isAbort } from '#core/errors.ts';
import type { StorageReport } from '#lab/run/stores.ts';
import { freeBytes, outOfSpace } from './space.ts';

/** The purpose of an operation, in words that fit after "to": `keep the checkpoint of step 50`. */
export interface Task {
	readonly doing: string;
	/** Bytes that the operation adds, if known. */
	readonly bytes?: number;
	/** The task may end before its data is on the disk. A strict task that follows waits for it. */
	readonly isRelaxed?: boolean;
}

/**
 * The connection is dead. WebKit drops it in the background (UnknownError, "Connection to Indexed
 * Database server lost", Dexie 2296; then InvalidStateError at each further transaction). Other
 * browsers drop it when the site's data is cleared. Only a new connection helps.
 */
export const isConnectionLost = (error: unknown): boolean =>
	error instanceof Error &&
	((error.name === 'UnknownError' && /connection|server/i.test(error.message)) ||
		(error.name === 'InvalidStateError' && /clos(ed|ing)/i.test(error.message)));

export function storageError(error: unknown, task: Task, report: StorageReport): LabError {
	if (error instanceof LabError) return error;
	if (isOutOfSpace(error, task, report))
		return outOfSpace(task.doing, task.bytes ?? null, report, { cause: error });
	const mend = isFailedWrite(error)
		? 'Most often the disk is full: free some space on it, then try again.'
		: 'Reload the page and try again.';
	return new StorageError(
		`The browser's database failed to ${task.doing} (${described(error)}). ` +
			`Nothing that was stored before is lost. ${mend}`,
		{ cause: described(error) },
		{ cause: error },
	);
}

/**
 * Chrome reports a full disk as AbortError too, often with the real name only in its message (Dexie
 * 776, 840).
 */
function isOutOfSpace(error: unknown, task: Task, report: StorageReport): boolean {
	if (!(error instanceof Error)) return false;
	if (error.name === 'QuotaExceededError' || /quota|full disk/i.test(error.message)) return true;
	return (
		isAbort(error) &&
		freeBytes(report) < Math.max((task.bytes ?? 0) * 1.5, report.quotaBytes * 0.05)
	);
}

/**
 * Browsers store large values as files. A full disk fails those with DataError, "Failed to write
 * blobs (IOError)".
 */
const isFailedWrite = (error: unknown): boolean =>
	isAbort(error) || (error instanceof Error && /failed to write/i.test(error.message));

export const described = (error: unknown): string =>
	error instanceof Error ? [error.name, error.message].filter(Boolean).join(': ') : String(error);
