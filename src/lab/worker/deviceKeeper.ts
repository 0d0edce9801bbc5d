/** The device that trains, and another one in its place when it was lost. */
import { DeviceLostError } from '#core/errors.ts';
import type { TrainingDevice } from '#lab/run/trainingDevice.ts';
import type { ComputeDevice } from '#gpu/computeDevice.ts';
import type { DeviceReport } from '#gpu/report.ts';

export interface DeviceKeeper {
	/** What was found last. */
	report(): DeviceReport;
	/**
	 * The device as it is, or a new one in place of one that was lost. `lost`: not this one, even where the browser did not
	 * say that it is gone. Throws NoAdapterError or DeviceError.
	 */
	current(lost?: TrainingDevice): Promise<TrainingDevice>;
}

export async function openDeviceKeeper(
	open: (onLost: (reason: string) => void) => Promise<ComputeDevice>,
	onLost: (reason: string) => void,
): Promise<DeviceKeeper> {
	let current = await openOnce();

	async function openOnce() {
		const gone = new AbortController();
		const lose = (reason: string) => {
			if (gone.signal.aborted) return;
			const message = `The GPU was lost (${reason}). What is stored is kept.`;
			gone.abort(new DeviceLostError(message, { reason }));
			onLost(reason);
		};
		const compute = await open(lose);
		return { compute, lost: gone.signal, lose };
	}

	return {
		report: () => current.compute.report,
		async current(lost) {
			if (lost === current) current.lose('it does not answer any more');
			if (current.lost.aborted) {
				const { compute } = current;
				current = await openOnce();
				compute.dispose();
			}
			return current;
		},
	};
}
