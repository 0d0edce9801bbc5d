/** All kernels: what the floors above compute with. A new kernel is its file and its line here. */
import type { Kernel } from './kernel.ts';
import { add } from './kernels/add.ts';
import { attentionKernel } from './kernels/attention.ts';
import {
	attentionDelta,
	attentionGradientKV,
	attentionGradientQ,
} from './kernels/attentionGradient.ts';
import { linearInputGradient, linearKernel, linearWeightGradient } from './kernels/linear.ts';
import { swiGluGradient, swiGluKernel } from './kernels/swiGlu.ts';

export const kernels = [
	add,
	attentionDelta,
	attentionGradientKV,
	attentionGradientQ,
	attentionKernel,
	linearInputGradient,
	linearKernel,
	linearWeightGradient,
	swiGluGradient,
	swiGluKernel,
] as unknown as readonly Kernel[];

export { attention, type AttentionOptions } from './kernels/attention.ts';
export { linear } from './kernels/linear.ts';
export { swiGlu } from './kernels/swiGlu.ts';
