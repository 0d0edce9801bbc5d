/** Opens a model on a device for training, or only to be measured. */
import { allOrNone } from '#engine/core/allOrNone.ts';
import { fieldError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { ComputeDevice, Vector } from '#engine/gpu/computeDevice.ts';
import { initialAdapter, makeAdapter, type Adapter } from '#engine/model/adapters.ts';
import type { PassOptions } from '#engine/model/capturedDecoder.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { collectWeights, type LoadedModel } from '#engine/model/folder.ts';
import { Learner } from './Learner.ts';
import { freshState, type HostState } from './optimizer.ts';
import { answer, type Answer, type AnswerOptions } from './samples.ts';
import { passOptions, type TrainingSettings } from './settings.ts';

/** The settings that decide how a model learns from the examples that it gets. */
export type LearningSettings = Pick<
	TrainingSettings,
	'optimizer' | 'batching' | 'seed' | 'activations' | 'adapter'
>;

/** The numbers to begin with. Default: the model's own, and a new adapter. */
export interface TrainingStart {
	/** Weights and moments of a checkpoint. */
	readonly state?: HostState | undefined;
	/** The numbers of an adapter that was trained before. */
	readonly adapter?: Float32Array | undefined;
}

/** A model on a device whose weights, or whose adapter, take steps. */
export interface Training {
	readonly decoder: DecoderOnDevice;
	/** `learner.step` trains on a batch. `learner.state` reads weights and moments back. */
	readonly learner: Learner;
	/** The trained numbers before the first step, on the device and here. */
	readonly baseWeights: Vector;
	readonly initial: Float32Array;
	/** Answers a prompt with the weights of this moment. */
	answer(prompt: string, options: AnswerOptions): Promise<Answer>;
	dispose(): void;
}

/**
 * Throws OutOfMemoryError and releases everything, or InputError if the context or the adapter does
 * not fit the model.
 */
export async function openTraining(
	device: ComputeDevice,
	model: LoadedModel,
	settings: LearningSettings,
	{ state, adapter }: TrainingStart = {},
): Promise<Training> {
	requireContext(settings.batching.context, model);
	// Stored weights are read only now, when there is room for them.
	const read = await withHostWeights(model, settings);
	const fresh = freshStart(read, settings, adapter);
	const { initial } = fresh;
	const start = { ...fresh, state: state ?? fresh.state };
	const opened = await openLearner(device, start, settings, passOptions(settings));
	const { decoder, learner } = opened;
	return {
		...opened,
		initial,
		answer: (prompt, options) => answer(decoder, learner.weights, model, prompt, options),
	};
}

/** Positions beyond the model's context are outside its tables: some devices read there. */
export function requireContext(context: number, { config }: Pick<LoadedModel, 'config'>): void {
	if (context > config.context)
		throw fieldError(
			'batching.context',
			say(
				'must be at most {longest}, the longest that this model reads, not {context}. Change it under Settings.',
				{ longest: config.context, context },
			),
		);
}

/** Throws OutOfMemoryError and releases everything if one part does not fit. */
export const openLearner = (
	device: ComputeDevice,
	{ model, adapter, initial, state }: ModelStart,
	{ optimizer, batching, seed }: Pick<TrainingSettings, 'optimizer' | 'batching' | 'seed'>,
	options: PassOptions,
) =>
	allOrNone(async (keep, dispose) => {
		const { weights, readWeights } = model;
		const base = adapter && { adapter, weights, readWeights };
		const decoder = keep(await DecoderOnDevice.open(device, model.config, model.specs, base));
		const learner = keep(
			await Learner.open(decoder, state, optimizer, batching, { ...options, seed }),
		);
		const baseWeights = keep(await decoder.upload('base weights', initial));
		return { decoder, learner, baseWeights, dispose };
	});

/** Opens an auxiliary model for measurements. Throws OutOfMemoryError and releases everything. */
export const openMeasured = (device: ComputeDevice, model: ModelStart['model']) =>
	allOrNone(async (keep, dispose) => {
		const decoder = keep(await DecoderOnDevice.open(device, model.config, model.specs));
		const weights = keep(await decoder.upload('auxiliary weights', model.weights));
		return { decoder, weights, dispose };
	});

/** The weights that a run trains: those of the model, or of an adapter beside it. */
interface ModelStart {
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
