/** The browser's report of the origin's space, and the messages about it. */
import { StorageError } from '#core/errors.ts';
import type { StorageReport } from '#lab/run/stores.ts';

/** The part of navigator.storage that is used. Only the page can ask to persist, not a worker. */
export interface StorageSource {
	estimate(): Promise<{ usage?: number; quota?: number }>;
	persisted(): Promise<boolean>;
}

/** Zeros if the browser does not report it (plain http). */
export async function storageReport(source: StorageSource | undefined): Promise<StorageReport> {
	const unknown = { usedBytes: 0, quotaBytes: 0, persisted: false };
	if (!source) return unknown;
	try {
		const [{ usage, quota }, persisted] = await Promise.all([
			source.estimate(),
			source.persisted(),
		]);
		return { usedBytes: usage ?? 0, quotaBytes: quota ?? 0, persisted };
	} catch {
		// Firefox rejects in private windows and for opaque origins.
		return unknown;
	}
}

export const freeBytes = (report: StorageReport): number =>
	report.quotaBytes === 0 ? Infinity : Math.max(0, report.quotaBytes - report.usedBytes);

/** An error with the needed, used and free bytes and the remedy. `neededBytes` null: unknown. */
export function outOfSpace(
	doing: string,
	neededBytes: number | null,
	report: StorageReport,
	options?: ErrorOptions,
): StorageError {
	const needed = neededBytes === null ? '' : ` It needs ${megabytes(neededBytes)}.`;
	return new StorageError(
		`There is not enough space to ${doing}.${needed}${standing(neededBytes ?? 0, report)} ` +
			'Nothing that was stored is lost. Delete skills, models or runs that you no longer need, ' +
			'or free space on the disk, then try again.',
		{ neededBytes, ...report },
		options,
	);
}

/** Whether `outOfSpace` made the error. */
export const isOutOfSpace = (error: unknown): boolean =>
	error instanceof StorageError && 'neededBytes' in error.data;

function standing(neededBytes: number, report: StorageReport): string {
	if (report.quotaBytes === 0) return '';
	const used = megabytes(report.usedBytes);
	const free = megabytes(freeBytes(report));
	// Chromium (seen in 156) reports 10 GiB of free space to every page.
	if (freeBytes(report) > neededBytes)
		return (
			` The lab uses ${used}; the browser reports ${free} free, but refused: ` +
			'the disk may be full.'
		);
	const quota = megabytes(report.quotaBytes);
	return ` The lab uses ${used} of the ${quota} that the browser allows: ${free} are free.`;
}

export const megabytes = (bytes: number): string =>
	`${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: bytes < 1e7 ? 1 : 0 })} MB`;
