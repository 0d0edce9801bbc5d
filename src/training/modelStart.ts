/** The weights that a run trains: those of the model, or of an adapter beside it. */
import { makeAdapter, initialAdapter, type Adapter } from '#model/adapters.ts';
import { collectWeights, type LoadedModel } from '#model/folder.ts';
import { freshState, type HostState } from './optimizer.ts';
import type { TrainingSettings } from './settings.ts';

export interface ModelStart {
	readonly model: Pick<LoadedModel, 'config' | 'specs' | 'weights' | 'readWeights'>;
	/** Present: it is trained, and the model's weights stay as they are. */
	readonly adapter?: Adapter | undefined;
	/** The weights with which the model computes as its base. */
	readonly initial: Float32Array;
	readonly state: HostState;
}

/** Reads stored weights into memory for a start that needs them: it trains all, or uses DoRA. */
export async function withHostWeights(
	model: LoadedModel,
	{ adapter }: Pick<TrainingSettings, 'adapter'> = {},
): Promise<LoadedModel> {
	const { readWeights, specs } = model;
	if (!readWeights || (adapter && !adapter.dora)) return model;
	return { ...model, weights: await collectWeights(specs, readWeights), readWeights: undefined };
}

/** `opened`: an adapter to begin with. Throws InputError if the adapter does not fit the model. */
export function freshStart(
	model: ModelStart['model'] & Pick<LoadedModel, 'architecture'>,
	settings: Pick<TrainingSettings, 'adapter' | 'seed'>,
	opened?: Float32Array,
): ModelStart {
	const adapter = settings.adapter && makeAdapter(model, settings.adapter);
	const initial = adapter ? initialAdapter(model, adapter, settings.seed) : model.weights;
	return { model, adapter, initial, state: freshState(opened ?? initial) };
}
