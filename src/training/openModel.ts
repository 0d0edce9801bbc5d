/** A run's model on the device: the decoder, the learner and the base weights. */
import { allOrNone } from '#core/allOrNone.ts';
import type { ComputeDevice, Vector } from '#gpu/computeDevice.ts';
import type { PassOptions } from '#model/capturedDecoder.ts';
import { DecoderOnDevice } from '#model/decoderOnDevice.ts';
import type { LoadedModel } from '#model/folder.ts';
import { Learner } from './learner.ts';
import type { HostState } from './optimizer.ts';
import type { TrainingSettings } from './settings.ts';

export interface ModelStart {
	readonly model: Pick<LoadedModel, 'config' | 'specs' | 'weights'>;
	readonly state: HostState;
}

export interface OpenModel {
	readonly decoder: DecoderOnDevice;
	readonly learner: Learner;
	readonly baseWeights: Vector;
	dispose(): void;
}

/** Throws OutOfMemoryError and releases everything if one part does not fit. */
export const openModel = (
	device: ComputeDevice,
	{ model, state }: ModelStart,
	{ optimizer, batching }: Pick<TrainingSettings, 'optimizer' | 'batching'>,
	options: PassOptions,
): Promise<OpenModel> =>
	allOrNone(async (keep) => {
		const decoder = keep(await DecoderOnDevice.open(device, model.config, model.specs));
		const learner = keep(await Learner.open(decoder, state, optimizer, batching, options));
		const baseWeights = keep(await decoder.upload('base weights', model.weights));
		return {
			decoder,
			learner,
			baseWeights,
			dispose() {
				learner.dispose();
				baseWeights.dispose();
				decoder.dispose();
			},
		};
	});

/** Opens an auxiliary model for measurements. Throws OutOfMemoryError and releases everything. */
export const openMeasured = (
	device: ComputeDevice,
	model: Pick<LoadedModel, 'config' | 'specs' | 'weights'>,
): Promise<{ decoder: DecoderOnDevice; weights: Vector; dispose(): void }> =>
	allOrNone(async (keep) => {
		const decoder = keep(await DecoderOnDevice.open(device, model.config, model.specs));
		const weights = keep(await decoder.upload('auxiliary weights', model.weights));
		return {
			decoder,
			weights,
			dispose() {
				weights.dispose();
				decoder.dispose();
			},
		};
	});
