/** The settings of sampling. model/sampling.ts has the equations. */
import { settingsOf, type ParameterValues } from './parameters.ts';

export const samplingSpecs = settingsOf('engine.sampling', {
	temperature: { kind: 'number', default: 0, min: 0, max: 5 },
	topK: { kind: 'whole', default: 0, min: 0, max: 1_000_000 },
	topP: { kind: 'number', default: 1, min: 0, aboveMin: true, max: 1 },
	repetitionPenalty: { kind: 'number', default: 1, min: 0.1, max: 10 },
	seed: { kind: 'whole', default: 1, min: 0, max: Number.MAX_SAFE_INTEGER },
});
export type Sampling = ParameterValues<typeof samplingSpecs>;
