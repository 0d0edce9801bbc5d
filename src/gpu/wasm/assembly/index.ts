/** Every export of the module. */
export { adamW, sumSquares } from './adamW';
export { add } from './add';
export { attention, attentionDelta } from './attention';
export { attentionGradientKV, attentionGradientQ } from './attentionGradient';
export { copyWords } from './copyWords';
export { crossEntropy, crossEntropyScores } from './crossEntropy';
export { adjustLossScale, timesFactor } from './lossScale';
export { matmul } from './matmul';
export { rmsNorm } from './rmsNorm';
export { rmsNormGradient } from './rmsNormGradient';
export { rotary } from './rotary';
export { gatherRows, scatterRows } from './rows';
export { segmentMeans } from './segmentMeans';
export { sumRows } from './sumRows';
export { swiGlu, swiGluGradient } from './swiGlu';
export { awaitProgram, barrier, programCalls, programTable, startProgram, wordAt } from './threads';
export { transpose } from './transpose';

/** Memory below this address is the module's own. */
export function heapBase(): usize {
	return __heap_base;
}
