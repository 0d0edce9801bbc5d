/** The registry of kernels, and the functions that model code calls. */
import type { Kernel } from './kernel.ts';
import { accumulateKernel } from './kernels/accumulate.ts';
import { adamWKernel } from './kernels/adamW.ts';
import { add } from './kernels/add.ts';
import { addBiasKernel, columnSums } from './kernels/addBias.ts';
import { attentionKernel } from './kernels/attention.ts';
import {
	attentionDelta,
	attentionGradientKV,
	attentionGradientQ,
} from './kernels/attentionGradient.ts';
import { cachedAttentionKernel } from './kernels/cachedAttention.ts';
import { centerKernel } from './kernels/center.ts';
import { concatRowsKernel, sliceRowsKernel } from './kernels/copyRows.ts';
import { crossEntropyKernel, crossEntropyScores } from './kernels/crossEntropy.ts';
import { dropoutKernel } from './kernels/dropout.ts';
import { gatherRowsKernel, scatterRows } from './kernels/gatherRows.ts';
import { geluGradient, geluKernel } from './kernels/gelu.ts';
import { largestColumnKernel } from './kernels/largestColumn.ts';
import { linearInputGradient, linearKernel, linearWeightGradient } from './kernels/linear.ts';
import { adjustLossScaleKernel, timesLossScaleKernel, unscaleKernel } from './kernels/lossScale.ts';
import { multiplyColumnsKernel, multiplyKernel, scaleKernel } from './kernels/multiply.ts';
import { reluGradient, reluKernel } from './kernels/relu.ts';
import { rmsNormGradient, rmsNormInputGradient, rmsNormKernel } from './kernels/rmsNorm.ts';
import { rotaryKernel } from './kernels/rotary.ts';
import { rowInversesKernel } from './kernels/rowInverses.ts';
import { segmentMeansKernel } from './kernels/segmentMeans.ts';
import { siluGradient, siluKernel } from './kernels/silu.ts';
import { softCapGradient, softCapKernel } from './kernels/softCap.ts';
import { storeRowsKernel } from './kernels/storeRows.ts';
import { swiGluGradient, swiGluKernel } from './kernels/swiGlu.ts';
import { toHalfKernel } from './kernels/toHalf.ts';

export const kernels = [
	accumulateKernel,
	adamWKernel,
	add,
	addBiasKernel,
	adjustLossScaleKernel,
	attentionDelta,
	attentionGradientKV,
	attentionGradientQ,
	attentionKernel,
	cachedAttentionKernel,
	centerKernel,
	columnSums,
	concatRowsKernel,
	crossEntropyKernel,
	crossEntropyScores,
	dropoutKernel,
	gatherRowsKernel,
	geluGradient,
	geluKernel,
	largestColumnKernel,
	linearInputGradient,
	linearKernel,
	linearWeightGradient,
	multiplyColumnsKernel,
	multiplyKernel,
	reluGradient,
	reluKernel,
	rmsNormGradient,
	rmsNormInputGradient,
	rmsNormKernel,
	rotaryKernel,
	rowInversesKernel,
	scaleKernel,
	scatterRows,
	segmentMeansKernel,
	siluGradient,
	siluKernel,
	sliceRowsKernel,
	softCapGradient,
	softCapKernel,
	storeRowsKernel,
	swiGluGradient,
	swiGluKernel,
	timesLossScaleKernel,
	toHalfKernel,
	unscaleKernel,
] as unknown as readonly Kernel[];

export { accumulate } from './kernels/accumulate.ts';
export { adamW, type AdamWSettings } from './kernels/adamW.ts';
export { addBias } from './kernels/addBias.ts';
export { attention } from './kernels/attention.ts';
export type { HeadOptions } from './kernels/attentionShape.ts';
export { cachedAttention } from './kernels/cachedAttention.ts';
export { center } from './kernels/center.ts';
export { dropout } from './kernels/dropout.ts';
export { gatherRows, scatterPlan, type GatherIndex } from './kernels/gatherRows.ts';
export { gelu } from './kernels/gelu.ts';
export { largestColumn } from './kernels/largestColumn.ts';
export { linear, product, productKernels } from './kernels/linear.ts';
export { adjustLossScale, initialLossScale, timesLossScale, unscale } from './kernels/lossScale.ts';
export { multiply, multiplyColumns, scale } from './kernels/multiply.ts';
export {
	gpuLogitBytes,
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
export { toHalf } from './kernels/toHalf.ts';
