/** The settings of sampling. model/sampling.ts has the equations. */
import { numberSpec, type ParameterValues } from './parameters.ts';

export const samplingSpecs = {
	temperature: numberSpec(
		'Temperature',
		{ default: 0, min: 0, max: 5 },
		'Divides the logits. 0 always takes the likeliest token; above 1 rare tokens come more often.',
	),
	topK: numberSpec(
		'Top k',
		{ default: 0, min: 0, max: 1_000_000, integer: true },
		'Draws among this number of likeliest tokens. 0: among all.',
	),
	topP: numberSpec(
		'Top p',
		{ default: 1, min: 0, aboveMin: true, max: 1 },
		'Draws among the fewest tokens whose probabilities sum to this or more. 1: among all.',
	),
	repetitionPenalty: numberSpec(
		'Repetition penalty',
		{ default: 1, min: 0.1, max: 10 },
		'Above 1, tokens that occur in the prompt or the answer become less likely. 1: no penalty.',
	),
	seed: numberSpec(
		'Seed',
		{ default: 1, min: 0, max: Number.MAX_SAFE_INTEGER, integer: true },
		'The same seed draws the same tokens again. Without temperature it has no effect.',
	),
};
export type Sampling = ParameterValues<typeof samplingSpecs>;
