/** Settings with which a policy updates and prepares within a few steps of a tiny run. */
import type { JsonObject } from '#engine/core/json.ts';
import type { ParameterSpec } from '#engine/core/parameters.ts';
import { policyById } from '#mixing/index.ts';

/** By parameter name, whichever policy has it, within what its spec allows. */
const quick: { readonly [name: string]: number | string } = {
	interval: 2,
	every: 2,
	updateEvery: 2,
	warmup: 2,
	warmupSteps: 2,
	episodes: 2,
	episodeSteps: 3,
	horizon: 3,
	steps: 2,
	updateSteps: 2,
	rewardBatch: 2,
	rows: 2,
	validation: 4,
	validationRows: 4,
	candidates: 12,
	graphSteps: 2,
	trials: 8,
	trialSteps: 2,
	draws: 100,
};

/** `target`: a trained skill, for those that need one. */
export function quickSettings(id: string, target: string): JsonObject {
	const { parameters } = policyById(id);
	return Object.fromEntries(
		Object.entries(parameters as Readonly<Record<string, ParameterSpec>>).flatMap(
			([name, spec]): [string, JsonObject[string]][] => {
				if (spec.kind === 'skill') return [[name, target]];
				if (spec.kind === 'skills') return [[name, [target]]];
				const value = quick[name];
				if (spec.kind !== 'number' || typeof value !== 'number') return [];
				return [[name, Math.min(spec.max, Math.max(spec.min, value))]];
			},
		),
	);
}
