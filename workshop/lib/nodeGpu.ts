/** The GPU in Node, through the workshop's own package webgpu. */
import type { ComputeDevice } from '../../src/engine/gpu/computeDevice.ts';
import { openNodeGpu as openWith } from '../../scripts/lib/nodeDevice.ts';

export const openNodeGpu = (): Promise<ComputeDevice> => openWith(() => import('webgpu'));
