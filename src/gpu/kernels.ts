/** All kernels: what the floors above compute with. A new kernel is its file and its line here. */
import type { Kernel } from './kernel.ts';
import { accumulateKernel } from './kernels/accumulate.ts';
import { adamWKernel } from './kernels/adamW.ts';
import { rotaryKernel } from './kernels/rotary.ts';
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
	rotaryKernel,
	adamWKernel,
	accumulateKernel,
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
export { accumulate } from './kernels/accumulate.ts';
export { adamW, type AdamWSettings } from './kernels/adamW.ts';
export { rotary, rotaryTable } from './kernels/rotary.ts';
