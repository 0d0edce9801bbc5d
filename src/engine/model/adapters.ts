/** Adapters (LoRA), for the floors above. */
export { adapterPlan, makeAdapter, withoutAdapter, type Adapter } from './adapter/adapter.ts';
export { requireTargets, targetNames } from './adapter/modules.ts';
export { initialAdapter, mergedWeights } from './adapter/values.ts';
export {
	adapterConfigFile,
	adapterWeightsFile,
	layersOf,
	readAdapterConfig,
	readAdapterWeights,
	writeAdapterFolder,
	type BaseName,
} from './adapter/peftFolder.ts';
