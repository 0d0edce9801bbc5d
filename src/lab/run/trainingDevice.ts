/** The device that a run trains on. A keeper opens another one after a loss. */
import {
	DeviceError,
	DeviceLostError,
	InternalError,
	LabError,
	NoAdapterError,
} from '#engine/core/errors.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import type { DeviceReport } from '#engine/gpu/report.ts';
import { asMessage, englishText, say, sentence, type Message } from '#engine/core/message.ts';
import { nextTask, wait as waitFor } from '#engine/core/nextTask.ts';

export interface TrainingDevice {
	readonly compute: ComputeDevice;
	/** Aborts with a DeviceLostError when the device is lost. */
	readonly lost: AbortSignal;
}

type OpenComputeDevice = (
	onLost: (reason: string) => void,
	prefer?: 'wasm',
	reason?: Message,
) => Promise<ComputeDevice>;

export type DeviceKeeper = Awaited<ReturnType<typeof openDeviceKeeper>>;

/** Milliseconds before each further attempt: a browser restarts its GPU process after a loss. */
const pauses = [500, 2000];

/**
 * `open`: opens the device that the lab chooses, or the processor. `isSlow` resolves if that takes
 * long, as for a GPU that was never tested: the processor is current until the device is open.
 */
export async function openDeviceKeeper(
	open: OpenComputeDevice,
	onLost: (reason: string) => void,
	{
		wait = waitFor,
		isSlow = never,
	}: {
		readonly wait?: (milliseconds: number) => Promise<void>;
		readonly isSlow?: Promise<void>;
	} = {},
) {
	const chosen = openOnce();
	const meanwhile = isSlow.then(() => openOnce('wasm', sentence('engine.gpu.gpuIsTested')));
	// Without a processor, the lab waits for the other device.
	let current = await Promise.race([chosen, meanwhile.catch(() => chosen)]);
	let replacement: Promise<void> | undefined;
	let processor: Promise<TrainingDevice> | undefined;
	const settled = chosen.then(
		(device) => {
			// Runs that train on the processor keep it.
			if (device !== current) processor = meanwhile;
			current = device;
		},
		() => undefined,
	);

	async function openOnce(prefer?: 'wasm', why?: Message) {
		const gone = new AbortController();
		const lose = (reason: string | Message) => {
			if (gone.signal.aborted) return;
			const message = say(
				'The GPU was lost: {reason}. Stored data is safe. Reload the page if training does not continue by itself.',
				{ reason },
			);
			gone.abort(new DeviceLostError(message, { reason: englishText(reason) }));
			onLost(englishText(reason));
		};
		const compute = await open(lose, prefer, why);
		return { compute, lost: gone.signal, lose };
	}

	async function openAgain() {
		for (const pause of pauses) {
			try {
				return await openOnce();
			} catch (error) {
				if (!isUnavailable(error)) throw error;
				await wait(pause);
			}
		}
		return openOnce().catch((error: unknown) => {
			if (!isUnavailable(error)) throw error;
			return openOnce('wasm').catch(() => Promise.reject(error as Error));
		});
	}

	async function replace(prefer?: 'wasm') {
		const { compute } = current;
		current = prefer ? await openOnce(prefer) : await openAgain();
		compute.dispose();
	}

	return {
		/** Resolves when the device that the lab chooses is current. */
		settled,
		/** The processor beside a GPU, opened at the first call. Throws DeviceError. */
		processor(): Promise<TrainingDevice> {
			processor ??= openOnce('wasm');
			processor.catch(() => (processor = undefined));
			return processor;
		},
		/** Report of the device that was opened last. */
		report: (): DeviceReport => current.compute.report,
		/**
		 * The open device, or a new one if it was lost. `lost`: a device that must not be returned,
		 * even if the browser has not reported its loss. After a loss it tries again several times,
		 * then takes the processor, or at once with `prefer`. Throws NoAdapterError or DeviceError if
		 * that fails too.
		 */
		async current(lost?: TrainingDevice, prefer?: 'wasm'): Promise<TrainingDevice> {
			if (lost === current) current.lose(say('it does not answer any more'));
			if (current.lost.aborted) {
				replacement ??= replace(prefer).finally(() => (replacement = undefined));
				await replacement;
			}
			return current;
		},
	};
}

const never = new Promise<void>(() => undefined);

const isUnavailable = (error: unknown): boolean =>
	error instanceof NoAdapterError || error instanceof DeviceError;

/** Milliseconds until the browser's report of a loss arrives, which another process sends. */
const reportDelay = 1000;
/** A stalled thread receives no events, so at most this much of each turn of its loop counts. */
const longestTurn = 50;

/** The loss that made a call on `device` fail; undefined if it failed for another reason. */
export async function lossBehind(
	error: unknown,
	device: TrainingDevice | undefined,
): Promise<DeviceLostError | undefined> {
	if (error instanceof DeviceLostError) return error;
	if (!device) return undefined;
	// Errors of the lab have a known cause. For others, the report of a loss may still arrive.
	const isUnclear = !(error instanceof LabError) || error instanceof InternalError;
	let left = isUnclear ? reportDelay : 0;
	let last = performance.now();
	while (!device.lost.aborted && left > 0) {
		await nextTask();
		const now = performance.now();
		left -= Math.min(now - last, longestTurn);
		last = now;
	}
	return device.lost.aborted ? asLoss(device.lost.reason) : undefined;
}

export const asLoss = (reason: unknown): DeviceLostError =>
	reason instanceof DeviceLostError ? reason : new DeviceLostError(asMessage(String(reason)));

/** The device's reason, or else the whole message. */
export const toReason = ({ data, message }: DeviceLostError): string =>
	typeof data['reason'] === 'string' ? data['reason'] : message;

/** The device in a run's record: all that decides the computed bits. Threads change no bit. */
export function deviceWords({ backend, kind, name, features }: DeviceReport): string {
	if (backend === 'javascript') return 'processor without WebAssembly';
	if (backend === 'wasm')
		return `processor ${features.includes('relaxed-simd') ? 'with' : 'without'} fused multiply-add`;
	// The reference engine's name says what it computes on. Links hold 100 characters.
	const isEmulated = backend === 'webgpu' && kind === 'software';
	return `${name}${isEmulated ? ' (emulated)' : ''}`.slice(0, 100);
}
