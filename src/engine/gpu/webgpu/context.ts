/** State that all parts of one WebGPU device share: the device, its faults, its buffers. */
import { InternalError } from '#engine/core/errors.ts';
import type { Buffers } from './Buffers.ts';
import type { Faults } from './Faults.ts';
import type { Wait } from './wait.ts';

export interface Context {
	readonly device: GPUDevice;
	readonly faults: Faults;
	readonly buffers: Buffers;
	/** The most bytes of a vector's or temporary's buffer (parts.ts). */
	readonly largestPart: number;
	/** Waits for the GPU in the way that is fast in this browser (openWebGpu.ts). */
	readonly wait: Wait;
}

/** Runs commands. Throws InternalError if WebGPU finds them invalid. */
export async function validated<T>(
	{ device, faults }: Context,
	label: string,
	commands: () => T,
): Promise<T> {
	device.pushErrorScope('validation');
	let result: T;
	let popped: Promise<GPUError | null>;
	try {
		result = commands();
	} finally {
		popped = device.popErrorScope();
		popped.catch(() => undefined);
	}
	const error = await popped.catch(() => null);
	faults.throwIfLost();
	if (error) throw new InternalError(`${label}: ${error.message}`);
	return result;
}

/** Resolves when the buffer can be read. Throws DeviceLostError. */
export async function mapped({ faults }: Context, buffer: GPUBuffer, bytes: number): Promise<void> {
	try {
		await buffer.mapAsync(GPUMapMode.READ, 0, bytes);
	} catch (error) {
		await faults.settled();
		faults.throwIfAny();
		throw new InternalError(`Cannot read ${buffer.label}: ${String(error)}`);
	}
}

/** Rounds up to whole words, which WebGPU's copies and bindings need. */
export const wholeWords = (bytes: number): number => Math.max(4, Math.ceil(bytes / 4) * 4);
