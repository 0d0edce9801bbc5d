/** What the parts of one WebGPU device share. */
import { InternalError } from '#core/errors.ts';
import type { Buffers } from './buffers.ts';
import type { Faults } from './faults.ts';

export interface Context {
	readonly device: GPUDevice;
	readonly faults: Faults;
	readonly buffers: Buffers;
	/** Waits for the GPU in the way that is quick in this browser. */
	readonly wait: <T>(promise: Promise<T>) => Promise<T>;
}

/** Runs commands, and throws InternalError for what WebGPU finds wrong with them. */
export async function validated<T>(
	{ device, faults }: Context,
	what: string,
	commands: () => T,
): Promise<T> {
	device.pushErrorScope('validation');
	let made: T;
	let popped: Promise<GPUError | null>;
	try {
		made = commands();
	} finally {
		popped = device.popErrorScope();
		popped.catch(() => undefined);
	}
	const error = await popped.catch(() => null);
	faults.throwIfLost();
	if (error) throw new InternalError(`${what}: ${error.message}`);
	return made;
}

/** Resolves when a buffer can be read. Throws DeviceLostError. */
export async function mapped({ faults }: Context, buffer: GPUBuffer, bytes: number): Promise<void> {
	try {
		await buffer.mapAsync(GPUMapMode.READ, 0, bytes);
	} catch (error) {
		await faults.settled();
		faults.throwIfAny();
		throw new InternalError(`${buffer.label} could not be read: ${String(error)}`);
	}
}

/** WebGPU copies and binds whole words. */
export const wholeWords = (bytes: number): number => Math.max(4, Math.ceil(bytes / 4) * 4);
