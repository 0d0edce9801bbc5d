/** Adapters (LoRA), for the floors above. */
export { adapterOf, type Adapter } from './adapter/adapter.ts';
export { adapterTensors, initialAdapter, mergedWeights } from './adapter/values.ts';
