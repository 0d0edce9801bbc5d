/** The exports of the wasm module. */
export { adamW, sumSquares } from './adamW';
export { addBias, multiplyColumns } from './addBias';
export { attention, attentionDelta, cachedAttention } from './attention';
export { attentionGradientKV, attentionGradientQ } from './attentionGradient';
export { center } from './center';
export { crossEntropy, crossEntropyScores } from './crossEntropy';
export { dropout } from './dropout';
export * from './elementwise';
export { largestColumn } from './largestColumn';
export { matmul } from './matmul';
export { matmulFewRows } from './matmulFewRows';
export { rmsNorm, rmsNormGradient, rmsNormInputGradient, sumRows } from './rmsNorm';
export { rotary } from './rotary';
export { rowInverses } from './rowInverses';
export { copyWords, gatherRows, scatterRows, storeRows } from './rows';
export { segmentMeans } from './segmentMeans';
export { swiGluGradient } from './swiGlu';
export { awaitProgram, barrier, programCalls, programTable, startProgram, wordAt } from './threads';

/** Memory below this address belongs to the module. */
export function heapBase(): usize {
	return __heap_base;
}
