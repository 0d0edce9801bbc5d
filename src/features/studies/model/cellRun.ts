/** The run of a study's cell: its id, name, time and failure. */
import {
	DeviceError,
	DeviceLostError,
	isAbort,
	LabError,
	NoAdapterError,
	StorageError,
} from '#core/errors.ts';
import { studyRunPrefix } from '#lab/run/studyRuns.ts';
import type { RunEvent } from '#training/events.ts';
import type { Factors } from './study.ts';

export const cellRunId = (studyId: string, cell: string): string =>
	`${studyRunPrefix}${studyId}:${cell}`;

export const isRunOf = (studyId: string, { id }: { readonly id: string }): boolean =>
	id.startsWith(cellRunId(studyId, ''));

export const cellOfRun = ({ id }: { readonly id: string }): string => id.split(':').at(-1) ?? '';

/** The factors come first, because lists cut names off at their end. */
export const cellRunName = (title: string, { policy, ...others }: Factors): string => {
	const values = Object.entries(others).map(([name, value]) => `${name} ${value}`);
	return [[policy, ...values].join(', '), title].join(' · ').slice(0, 120);
};

/** Wall time of the run's parts, without interruptions. */
export function runMilliseconds(events: readonly RunEvent[]): number {
	let sum = 0;
	for (const event of events) {
		if ('milliseconds' in event) sum += event.milliseconds;
		if (event.type === 'step') sum += event.probeMilliseconds ?? 0;
	}
	return sum;
}

/** All following cells would end with the same error, so the study stops and no cell has failed. */
export const endsStudy = (error: unknown): boolean =>
	isAbort(error) ||
	[StorageError, DeviceError, DeviceLostError, NoAdapterError].some(
		(kind) => error instanceof kind,
	);

/** The cause's message: the run's own message mentions a checkpoint, which a cell's run loses. */
export function failureMessage(error: unknown): string {
	const { cause, message } = error as Error;
	return cause instanceof LabError ? cause.message : message;
}
