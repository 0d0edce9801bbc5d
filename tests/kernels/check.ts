/** Runs a case twice on a device, and compares it with the float64 reference. */
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { checkKernels } from '#engine/gpu/checkKernels.ts';
import type { Kernel } from '#engine/gpu/kernel.ts';
import { halved, type KernelCase } from './kernelCase.ts';

export interface CheckOptions {
	/** Uses the storage of mixed precision: 16 bits for most operands. */
	readonly half?: boolean;
	/** Replaces the case's kernel by a mutant. */
	readonly kernel?: Kernel;
}

/** Descriptions of all errors: empty if the device agrees with the reference. */
export async function mismatches(
	device: ComputeDevice,
	{ attributes, terms, exact, ...kernelCase }: KernelCase,
	{ half = false, kernel = kernelCase.kernel }: CheckOptions = {},
): Promise<string[]> {
	const change = half && !exact ? halved : <T>(operand: T): T => operand;
	const inputs = kernelCase.inputs.map((input) => ({ ...input, storage: change(input).storage }));
	const outputs = kernel.outputs(inputs, attributes).map(change);
	const [wrong] = await checkKernels(device, [{ kernel, attributes, inputs, outputs, terms }]);
	return wrong;
}
