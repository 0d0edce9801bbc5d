/**
 * Version of the numbers that the engine computes. Raise it when a change of kernels, loop, data
 * order, policies or evaluation gives a run other bits on the same device.
 * tests/unit/engineVersion.test.ts pins it to a curve on the processor; a change of WebGPU bits
 * alone must raise it by hand. Each run's record stores it, so that two people see why their curves
 * differ.
 */
export const engineVersion = 2;
