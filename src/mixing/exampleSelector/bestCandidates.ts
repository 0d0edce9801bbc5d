/** A mixer that measures random candidates after each step and trains the best ones next. */
import * as v from 'valibot';
import { toJson, type Json } from '#engine/core/json.ts';
import { mean } from '#engine/core/statistics.ts';
import type { PolicyMessage } from '../messages.ts';
import { requireFinite } from '../mixers.ts';
import type { ExampleRef, MeasureResult, MixContext, Mixer, Quantity } from '../policy.ts';
import { count, finite, listOf, objectOf, readState } from '../storedData.ts';
import { createPool, drawCandidates, exampleAt, skillShares } from './pool.ts';

/** Mean values of the chosen candidates, and of all. */
const meansSchema = objectOf({ chosen: finite, all: finite });
type Means = v.InferOutput<typeof meansSchema>;

const stateSchema = objectOf({
	weights: listOf(finite),
	/** Pool indices, best first; empty before the first measurement. */
	next: listOf(count),
	/** null: not measured yet. Only the sentence needs them, so a damaged one becomes null. */
	means: v.fallback(v.nullable(meansSchema), null),
});

interface CandidateRule {
	/** Number of candidates for each example of the batch. */
	readonly candidates: number;
	readonly quantities: readonly Quantity[];
	/** The value of candidate i. */
	readonly valueOf: (values: MeasureResult['values'], i: number, example: ExampleRef) => number;
	/** Default: the highest values are chosen. */
	readonly takesLowest?: boolean;
	/** The share of candidates that is chosen, their number, and their means (null: random). */
	readonly sentence: (
		batch: { readonly share: number; readonly candidates: number },
		means: Means | null,
	) => PolicyMessage;
	readonly warnings?: readonly PolicyMessage[];
}

/** The first batch is random, because nothing is measured yet. */
export function bestCandidatesMixer(
	{ candidates, quantities, valueOf, takesLowest = false, sentence, warnings }: CandidateRule,
	{ skills, batchSize, random }: MixContext,
	saved: Json | undefined,
): Mixer {
	const id = 'candidates';
	const pool = createPool(skills);
	const sign = takesLowest ? -1 : 1;
	let state: v.InferOutput<typeof stateSchema> =
		saved === undefined
			? { weights: skillShares(pool, [...pool.rows.keys()], skills.length), next: [], means: null }
			: readState(stateSchema, saved);
	const candidatesAt = (step: number) =>
		drawCandidates(pool.size, candidates * batchSize, random, step);
	return {
		plan: (step) => {
			const order = state.next.length > 0 ? state.next : [...candidatesAt(step)];
			// A pool smaller than a batch repeats.
			const chosen = Array.from({ length: batchSize }, (_, i) => order[i % order.length]);
			const weights = skillShares(pool, chosen, skills.length);
			state = { ...state, weights };
			const examples = chosen.map((index): ExampleRef => exampleAt(pool, index));
			return { by: 'examples', weights, examples };
		},
		probes: (step) => {
			const examples = Array.from(candidatesAt(step + 1), (index) => exampleAt(pool, index));
			return [{ kind: 'measure', id, examples, quantities }];
		},
		observe: (observation) => {
			requireFinite(observation);
			const { step, results } = observation;
			const result = results.find((candidate) => candidate.id === id);
			if (result?.kind !== 'measure') return;
			const measured = candidatesAt(step + 1);
			const values = Array.from(measured, (index, i) =>
				valueOf(result.values, i, exampleAt(pool, index)),
			);
			const order = [...values.keys()].sort((a, b) => sign * (values[b] - values[a]) || a - b);
			const chosen = order.slice(0, batchSize);
			state = {
				...state,
				next: chosen.map((i) => measured[i]),
				means: { chosen: mean(chosen.map((i) => values[i])), all: mean(values) },
			};
		},
		state: () => toJson(state),
		explain: () => {
			const measured = Math.min(pool.size, candidates * batchSize);
			const batch = { share: Math.min(1, batchSize / measured), candidates: measured };
			return {
				weights: state.weights,
				sentence: sentence(batch, state.means),
				traces: [],
				...(warnings && { warnings }),
			};
		},
	};
}
