/** The kernels' door: what the floors above compute with. A new kernel is its file and its line here. */
import './gradients.ts';

export * from './kernels/adamW.ts';
export * from './kernels/attention.ts';
export * from './kernels/crossEntropy.ts';
export * from './kernels/gather.ts';
export * from './kernels/linear.ts';
export * from './kernels/rmsNorm.ts';
export * from './kernels/rotary.ts';
export * from './kernels/swiGlu.ts';
