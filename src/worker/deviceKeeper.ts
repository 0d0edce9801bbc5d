/** The device that trains, opened again when it was lost. */
import { DeviceError } from '#core/errors.ts';
import type { TrainingDevice } from '#experiment/runControl.ts';
import type { DeviceReport } from '#gpu/report.ts';

export interface DeviceKeeper {
	/** What was found last. */
	report(): DeviceReport;
	/** The device as it is, or a new one in place of one that was lost. Throws DeviceError. */
	current(): Promise<TrainingDevice>;
}

export async function openDeviceKeeper(
	open: (onLost: (reason: string) => void) => Promise<DeviceReport>,
	onLost: (reason: string) => void,
): Promise<DeviceKeeper> {
	let current = await openOnce();

	async function openOnce() {
		const lost = new AbortController();
		const report = await open((reason) => {
			lost.abort(
				new DeviceError(`The device was lost (${reason}). What is stored is kept.`, { reason }),
			);
			onLost(reason);
		});
		return { report, lost: lost.signal };
	}

	return {
		report: () => current.report,
		async current() {
			if (current.lost.aborted) current = await openOnce();
			return { backend: current.report.backend, lost: current.lost };
		},
	};
}
