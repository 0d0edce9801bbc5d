/**
 * Highest loss: the naive choice by difficulty. Of n random candidates, the b with the highest loss
 * L [nats per answer token] fill the next batch; b: batch size, n = b × candidates per slot.
 *
 *     score(x, y) = L(y | x; model now)
 *
 * Source: online batch selection (arXiv 1511.06343), which draws by the rank of the loss. Known
 * failure: in our study with half of the answers wrong, 71 % of its picks were wrong. Ours: the
 * highest instead of a draw, the ratio, and the random candidates.
 */
import * as v from 'valibot';
import { toJson } from '#engine/core/json.ts';
import { settingsOf } from '#engine/core/parameters.ts';
import { mean } from '#engine/core/statistics.ts';
import { createPool, drawCandidates, exampleAt, skillShares } from '../exampleSelector/pool.ts';
import { requireFinite } from '../mixers.ts';
import { policyOf } from '../policy.ts';
import { count, finite, listOf, objectOf, readState } from '../storedData.ts';

const stateSchema = objectOf({
	weights: listOf(finite),
	/** Pool indices, best first; empty before the first measurement. */
	next: listOf(count),
	/**
	 * Mean losses of the chosen candidates and of all; null: not measured yet. Only the sentence
	 * needs them, so a damaged one becomes null.
	 */
	means: v.fallback(v.nullable(objectOf({ chosen: finite, all: finite })), null),
});

export const highestLoss = policyOf('highest-loss', {
	group: 'examples',
	citation: {
		text:
			'Loshchilov & Hutter, Online Batch Selection for Faster Training of Neural Networks, ' +
			'2015: examples by rank of their loss',
		url: 'https://arxiv.org/abs/1511.06343',
	},
	parameters: settingsOf('highest-loss', {
		candidates: { kind: 'whole', default: 4, min: 1, max: 64 },
		end: { kind: 'choice', options: ['highest', 'lowest'] },
	}),
	createMixer: ({ candidates, end }, { skills, batchSize, random }, restored) => {
		const id = 'candidates';
		const pool = createPool(skills);
		const sign = end === 'lowest' ? -1 : 1;
		const saved = restored?.saved;
		let state: v.InferOutput<typeof stateSchema> =
			saved === undefined
				? {
						weights: skillShares(pool, [...pool.rows.keys()], skills.length),
						next: [],
						means: null,
					}
				: readState(stateSchema, saved);
		const candidatesAt = (step: number) =>
			drawCandidates(pool.size, candidates * batchSize, random, step);
		return {
			plan: (step) => {
				// The first batch is random, because nothing is measured yet.
				const order = state.next.length > 0 ? state.next : [...candidatesAt(step)];
				// A pool smaller than a batch repeats.
				const chosen = Array.from({ length: batchSize }, (_, i) => order[i % order.length]);
				const weights = skillShares(pool, chosen, skills.length);
				state = { ...state, weights };
				return { by: 'examples', weights, examples: chosen.map((index) => exampleAt(pool, index)) };
			},
			probes: (step) => {
				const examples = Array.from(candidatesAt(step + 1), (index) => exampleAt(pool, index));
				return [{ kind: 'measure', id, examples, quantities: ['loss'] }];
			},
			observe: (observation) => {
				requireFinite(observation);
				const { step, results } = observation;
				const result = results.find((candidate) => candidate.id === id);
				if (result?.kind !== 'measure') return;
				const measured = candidatesAt(step + 1);
				const losses = Array.from(measured, (_, i) => result.values.loss![i]);
				const order = [...losses.keys()].sort((a, b) => sign * (losses[b] - losses[a]) || a - b);
				const chosen = order.slice(0, batchSize);
				state = {
					...state,
					next: chosen.map((i) => measured[i]),
					means: { chosen: mean(chosen.map((i) => losses[i])), all: mean(losses) },
				};
			},
			state: () => toJson(state),
			explain: () => {
				const measured = Math.min(pool.size, candidates * batchSize);
				const batch = { share: Math.min(1, batchSize / measured), candidates: measured };
				const { weights, means } = state;
				return {
					weights,
					sentence: means
						? { id: 'highest-loss.batch', values: { end, ...batch, ...means } }
						: { id: 'highest-loss.start', values: {} },
					traces: [],
				};
			},
		};
	},
});
