/** The settings of sampling. model/sampling.ts has the equations. */
import { sentence } from '#engine/core/message.ts';
import { numberSpec, type ParameterValues } from './parameters.ts';

export const samplingSpecs = {
	temperature: numberSpec(
		sentence('engine.sampling.settings.temperature.label'),
		{ default: 0, min: 0, max: 5 },
		sentence('engine.sampling.settings.temperature.help'),
	),
	topK: numberSpec(
		sentence('engine.sampling.settings.topK.label'),
		{ default: 0, min: 0, max: 1_000_000, integer: true },
		sentence('engine.sampling.settings.topK.help'),
	),
	topP: numberSpec(
		sentence('engine.sampling.settings.topP.label'),
		{ default: 1, min: 0, aboveMin: true, max: 1 },
		sentence('engine.sampling.settings.topP.help'),
	),
	repetitionPenalty: numberSpec(
		sentence('engine.sampling.settings.repetitionPenalty.label'),
		{ default: 1, min: 0.1, max: 10 },
		sentence('engine.sampling.settings.repetitionPenalty.help'),
	),
	seed: numberSpec(
		sentence('engine.sampling.settings.seed.label'),
		{ default: 1, min: 0, max: Number.MAX_SAFE_INTEGER, integer: true },
		sentence('engine.sampling.settings.seed.help'),
	),
};
export type Sampling = ParameterValues<typeof samplingSpecs>;
