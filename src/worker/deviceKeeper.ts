/** The device that trains, opened again when it was lost. */
import { DeviceLostError } from '#core/errors.ts';
import type { TrainingDevice } from '#experiment/runControl.ts';
import type { ComputeDevice } from '#gpu/computeDevice.ts';
import type { DeviceReport } from '#gpu/report.ts';

export interface DeviceKeeper {
	/** What was found last. */
	report(): DeviceReport;
	/** The device as it is, or a new one in place of one that was lost. Throws NoAdapterError or DeviceError. */
	current(): Promise<TrainingDevice>;
}

export async function openDeviceKeeper(
	open: (onLost: (reason: string) => void) => Promise<ComputeDevice>,
	onLost: (reason: string) => void,
): Promise<DeviceKeeper> {
	let current = await openOnce();

	async function openOnce() {
		const lost = new AbortController();
		const compute = await open((reason) => {
			lost.abort(
				new DeviceLostError(`The device was lost (${reason}). What is stored is kept.`, { reason }),
			);
			onLost(reason);
		});
		return { compute, lost: lost.signal };
	}

	return {
		report: () => current.compute.report,
		async current() {
			if (current.lost.aborted) current = await openOnce();
			return current;
		},
	};
}
