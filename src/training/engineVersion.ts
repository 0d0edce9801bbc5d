/**
 * Which numbers the engine computes: raised when a change of kernels, loop, data order, policies or evaluation gives a
 * run other bits on the same device. tests/unit/engineVersion.test.ts pins it to a curve; what changes a WebGPU kernel's
 * bits alone must raise it by hand. Noted in each run's record, so that two people see why their curves differ.
 */
export const engineVersion = 1;
