/** Calls that test and measure the device. */
import type { SelfTest } from '#lab/run/selfTest.ts';
import type { Measurement } from '../model/measurement.ts';

export interface DeviceCalls {
	/** The self-test of the GPU that would train; null if no hardware GPU was found. */
	'device.tested': { request: void; reply: SelfTest | null };
	/**
	 * Tests the GPU, also an emulated one, and stores the result; then measures the device, unless
	 * `onlyTest`. Takes about 60 s. Progress and cancellation have the task `device`. Throws
	 * InputError while a run trains.
	 */
	'device.measure': { request: { onlyTest: boolean }; reply: Measurement };
}

export const deviceTask = 'device';
