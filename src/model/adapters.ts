/** Adapters (LoRA), for the floors above. */
export { adapterOf, type Adapter } from './adapter/adapter.ts';
export { adapterTensors, initialAdapter, mergedWeights } from './adapter/values.ts';
export {
	adapterConfigFile,
	adapterWeightsFile,
	readAdapterConfig,
	readAdapterWeights,
	writeAdapterFolder,
	type BaseName,
} from './adapter/peftFolder.ts';
