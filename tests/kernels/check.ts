/** Runs a case twice on a device, and compares it with the float64 reference. */
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { checkKernels } from '#engine/gpu/checkKernels.ts';
import type { Kernel } from '#engine/gpu/kernel.ts';
import type { KernelCase } from './kernelCase.ts';

export interface CheckOptions {
	/** Replaces the case's kernel by a mutant. */
	readonly kernel?: Kernel;
}

/** Descriptions of all errors: empty if the device agrees with the reference. */
export async function mismatches(
	device: ComputeDevice,
	{ attributes, terms, inputs, ...kernelCase }: KernelCase,
	{ kernel = kernelCase.kernel }: CheckOptions = {},
): Promise<string[]> {
	const outputs = kernel.outputs(inputs, attributes);
	const [wrong] = await checkKernels(device, [{ kernel, attributes, inputs, outputs, terms }]);
	return wrong;
}
