/** The functions of kernels that model code calls, and the list of all kernels. */
import { definedKernels } from './kernel.ts';
// tfjs's autograd calls it by its name.
import './kernels/add.ts';

/** By name, in whatever order the files were loaded. */
export const kernels = [...definedKernels].sort((a, b) => (a.name < b.name ? -1 : 1));

export { accumulate } from './kernels/accumulate.ts';
export { adamW, type AdamWSettings } from './kernels/adamW.ts';
export { addBias } from './kernels/addBias.ts';
export { attention } from './kernels/attention.ts';
export type { HeadOptions } from './kernels/attentionShape.ts';
export { cachedAttention } from './kernels/cachedAttention.ts';
export { center } from './kernels/center.ts';
export { dropout } from './kernels/dropout.ts';
export { gatherRows, placeRows, scatterPlan, type GatherIndex } from './kernels/gatherRows.ts';
export { gelu } from './kernels/gelu.ts';
export { largestColumn } from './kernels/largestColumn.ts';
export { linear, product, productKernels } from './kernels/linear.ts';
export { multiply, multiplyColumns, scale } from './kernels/multiply.ts';
export {
	headLogits,
	nextTokenLoss,
	tokenScores,
	type OutputHead,
} from './kernels/nextTokenLoss.ts';
export { relu } from './kernels/relu.ts';
export { rmsNorm } from './kernels/rmsNorm.ts';
export { rotary, rotaryAngles, rotaryTable } from './kernels/rotary.ts';
export { rowInverses } from './kernels/rowInverses.ts';
export { segmentMeans } from './kernels/segmentMeans.ts';
export { silu } from './kernels/silu.ts';
export { storeRows } from './kernels/storeRows.ts';
export { swiGlu } from './kernels/swiGlu.ts';
