/** Errors of the database, with a remedy: full disks, lost connections, and others. */
import { LabError, StorageError, isAbort } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
import type { StorageReport } from '#lab/run/stores.ts';

/** The purpose of an operation, in words that fit after "to": `keep the checkpoint of step 50`. */
export interface Task {
	readonly doing: Message;
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
	if (isFullDisk(error, task, report)) return outOfSpace(task, report, { cause: error });
	const fix = isFailedWrite(error)
		? say('Most often the disk is full: free some space on it, then try again.')
		: say('Reload the page and try again.');
	return new StorageError(
		say(
			"The browser's database failed to {doing} ({error}). Nothing that was stored before is lost. {mend}",
			{ doing: task.doing, error: described(error), mend: fix },
		),
		{ cause: described(error) },
		{ cause: error },
	);
}

/** Chrome reports a full disk as AbortError too, its name in the message (Dexie 776, 840). */
function isFullDisk(error: unknown, task: Task, report: StorageReport): boolean {
	if (!(error instanceof Error)) return false;
	if (error.name === 'QuotaExceededError' || /quota|full disk/i.test(error.message)) return true;
	return (
		isAbort(error) &&
		freeBytes(report) < Math.max((task.bytes ?? 0) * 1.5, report.quotaBytes * 0.05)
	);
}

/** Large values are files: on a full disk, DataError, “Failed to write blobs (IOError)”. */
const isFailedWrite = (error: unknown): boolean =>
	isAbort(error) || (error instanceof Error && /failed to write/i.test(error.message));

export const described = (error: unknown): string =>
	error instanceof Error ? [error.name, error.message].filter(Boolean).join(': ') : String(error);

export const freeBytes = (report: StorageReport): number =>
	report.quotaBytes === 0 ? Infinity : Math.max(0, report.quotaBytes - report.usedBytes);

/** An error with the needed, used and free bytes and the remedy. */
export function outOfSpace(
	{ doing, bytes }: Task,
	report: StorageReport,
	options?: ErrorOptions,
): StorageError {
	const needed = bytes === undefined ? '' : say(' It needs {bytes}.', { bytes: megabytes(bytes) });
	return new StorageError(
		say(
			'There is not enough space to {doing}.{needed}{bytes} Nothing that was stored is lost. Delete skills, models or runs that you no longer need, or free space on the disk, then try again.',
			{ doing, needed, bytes: standing(bytes ?? 0, report) },
		),
		{ neededBytes: bytes ?? null, ...report },
		options,
	);
}

/** Whether `outOfSpace` made the error. */
export const isOutOfSpace = (error: unknown): boolean =>
	error instanceof StorageError && 'neededBytes' in error.data;

function standing(neededBytes: number, report: StorageReport): string | Message {
	if (report.quotaBytes === 0) return '';
	const used = megabytes(report.usedBytes);
	// Chromium (seen in 156) reports 10 GiB of free space to every page: its figure helps nobody.
	if (freeBytes(report) > neededBytes)
		return say(
			' The lab uses {used}, and the browser refuses more: its limit for this site is reached, or the disk is full. The free space that it reports is wrong.',
			{ used },
		);
	const free = megabytes(freeBytes(report));
	const quota = megabytes(report.quotaBytes);
	return say(' The lab uses {used} of the {quota} that the browser allows: {free} are free.', {
		used,
		quota,
		free,
	});
}

const megabytes = (bytes: number): string =>
	`${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: bytes < 1e7 ? 1 : 0 })} MB`;
