/**
 * Version of the numbers that the engine computes. Raise it when a change of kernels, loop, data
 * order, policies or evaluation gives a run other bits on the same device.
 * `engineVersion.test.ts` pins it to a curve on the processor; a change of WebGPU bits alone must
 * raise it by hand. Each run's record stores it, so that two people see why their curves
 * differ. Version 2 is not released yet, so ADO's new fit belongs to it (published cells of ADO
 * were trained again), and larger products of logits on the processor: older runs of version 2 that
 * differ are those of ADO, and there those of large vocabularies (more than 16 MiB of logits).
 */
export const engineVersion = 2;
