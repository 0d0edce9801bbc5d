/**
 * WebGPU in Node for a driver that computes on the processor. Dawn asks for finished work in an
 * endless loop of `setImmediate`, which takes a core from such a driver: here it waits between.
 */
import { provideWebGpu, type NodeReport } from '../entrants/nodeWebGpu.ts';

const pauseMilliseconds = 1;

export function provideSoftwareWebGpu(): Promise<NodeReport> {
	const later = (poll: () => void) => setTimeout(poll, pauseMilliseconds);
	Object.defineProperty(globalThis, 'setImmediate', { value: later, configurable: true });
	return provideWebGpu();
}
