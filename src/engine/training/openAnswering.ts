/** Opens a model on a device for answers only. */
import { allOrNone } from '#engine/core/allOrNone.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { withoutAdapter } from '#engine/model/adapters.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import type { BaseStorage } from '#engine/model/weightLayout.ts';
import { answer, type Answer, type AnswerOptions } from './samples.ts';

export type { Answer } from './samples.ts';

/** A model on a device, which answers prompts. */
export interface Answering {
	answer(prompt: string, options: AnswerOptions): Promise<Answer>;
	dispose(): void;
}

/** Throws OutOfMemoryError and releases everything, or InputError. */
export const openAnswering = (
	device: ComputeDevice,
	model: LoadedModel,
	base: BaseStorage,
): Promise<Answering> =>
	allOrNone(async (keep, dispose) => {
		const { config, specs, weights, readWeights } = model;
		const frozen = { adapter: withoutAdapter(base), weights, readWeights };
		const decoder = keep(await DecoderOnDevice.open(device, config, specs, frozen));
		const none = keep(await decoder.vector('no trained weights'));
		return { answer: (prompt, options) => answer(decoder, none, model, prompt, options), dispose };
	});
