/** All kernels: what the floors above compute with. A new kernel is its file and its line here. */
import type { Kernel } from './kernel.ts';
import { add } from './kernels/add.ts';
import { linearInputGradient, linearKernel, linearWeightGradient } from './kernels/linear.ts';

export const kernels = [
	add,
	linearInputGradient,
	linearKernel,
	linearWeightGradient,
] as unknown as readonly Kernel[];

export { linear } from './kernels/linear.ts';
