/** Keeps the training device, and opens another one after a loss. */
import { DeviceLostError } from '#core/errors.ts';
import type { TrainingDevice } from '#lab/run/trainingDevice.ts';
import type { ComputeDevice } from '#gpu/computeDevice.ts';
import type { DeviceReport } from '#gpu/report.ts';

export interface DeviceKeeper {
	/** Report of the device that was opened last. */
	report(): DeviceReport;
	/**
	 * The open device, or a new one if it was lost. `lost`: a device that must not be returned, even
	 * if the browser has not reported its loss. Throws NoAdapterError or DeviceError.
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
