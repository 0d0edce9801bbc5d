/**
 * The device that a run trains on. A keeper opens another one after a loss; lossBehind() tells a
 * loss apart from other failures.
 */
import { DeviceLostError, InternalError, LabError } from '#core/errors.ts';
import type { ComputeDevice } from '#gpu/computeDevice.ts';
import type { DeviceReport } from '#gpu/report.ts';
import { nextTask } from '#core/nextTask.ts';

export interface TrainingDevice {
	readonly compute: ComputeDevice;
	/** Aborts with a DeviceLostError when the device is lost. */
	readonly lost: AbortSignal;
}

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

/**
 * Milliseconds to wait for the browser's report of a loss after a failed call. It comes from
 * another process.
 */
const newsTakes = 1000;

/** The loss that made a call on `device` fail; undefined if it failed for another reason. */
export async function lossBehind(
	error: unknown,
	device: TrainingDevice | undefined,
): Promise<DeviceLostError | undefined> {
	if (error instanceof DeviceLostError) return error;
	if (!device) return undefined;
	// Errors of the lab have a known cause. For others, the report of a loss may still arrive.
	const isUnclear = !(error instanceof LabError) || error instanceof InternalError;
	const until = performance.now() + (isUnclear ? newsTakes : 0);
	while (!device.lost.aborted && performance.now() < until) await nextTask();
	return device.lost.aborted ? asLoss(device.lost.reason) : undefined;
}

export const asLoss = (reason: unknown): DeviceLostError =>
	reason instanceof DeviceLostError ? reason : new DeviceLostError(String(reason));

/** The device's reason, or else the whole message. */
export const reasonOf = ({ data, message }: DeviceLostError): string =>
	typeof data['reason'] === 'string' ? data['reason'] : message;

/**
 * The device in a run's record: a short text of all that decides the computed bits. The number of
 * threads changes no bit.
 */
export const deviceWords = ({ backend, kind, name, features }: DeviceReport): string =>
	backend === 'wasm'
		? `processor ${features.includes('relaxed-simd') ? 'with' : 'without'} fused multiply-add`
		: `${name}${kind === 'software' ? ' (emulated)' : ''}`;
