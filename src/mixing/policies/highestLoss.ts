/**
 * Highest loss: the naive choice by difficulty. The ratio and the random candidates are ours. Known
 * failure: in our study with half of the answers wrong, 71 % of its picks were wrong.
 */
import type { Json } from '#core/json.ts';
import { choiceSpec, numberSpec } from '#core/parameters.ts';
import { mean } from '#core/statistics.ts';
import { drawCandidates, createPool, exampleAt, skillShares } from '../exampleSelector/pool.ts';
import { definePolicy, type ExampleRef } from '../policy.ts';

const id = 'candidates';
type Means = { readonly chosen: number; readonly all: number };
type Saved = { readonly weights: number[]; readonly next: number[]; readonly means: Means | null };

export const highestLoss = definePolicy({
	id: 'highest-loss',
	title: 'Highest loss',
	summary: 'The random candidates with the highest (or lowest) current loss fill each batch.',
	group: 'examples',
	citation: {
		text:
			'Loshchilov & Hutter, Online Batch Selection for Faster Training of Neural Networks, ' +
			'2015: examples by rank of their loss',
		url: 'https://arxiv.org/abs/1511.06343',
	},
	parameters: {
		candidates: numberSpec(
			'Candidates per slot',
			{ default: 4, min: 1, max: 64, integer: true },
			'Number of random examples measured for each slot of the batch. Our choice; our study ' +
				'of the built-in skills used 4.',
		),
		end: choiceSpec(
			'Which end',
			{ options: { highest: 'Highest loss', lowest: 'Lowest loss' } },
			'The hardest candidates, or the easiest. The easiest avoid wrong answers but make the ' +
				'model over-confident.',
		),
	},
	createMixer: ({ candidates, end }, { skills, batchSize, random }, restored) => {
		const pool = createPool(skills);
		const sign = end === 'highest' ? 1 : -1;
		const saved = restored?.saved as unknown as Saved | undefined;
		let weights = saved?.weights ?? skillShares(pool, [...pool.rows.keys()], skills.length);
		/** Pool indices, best first; empty before the first measurement. */
		let next: readonly number[] = saved?.next ?? [];
		let means = saved?.means ?? null;
		const candidatesAt = (step: number) =>
			drawCandidates(pool.size, candidates * batchSize, random, step);
		return {
			plan: (step) => {
				const order = next.length > 0 ? next : [...candidatesAt(step)];
				// A pool smaller than a batch repeats.
				const chosen = Array.from({ length: batchSize }, (_, i) => order[i % order.length]);
				weights = skillShares(pool, chosen, skills.length);
				const examples = chosen.map((index): ExampleRef => exampleAt(pool, index));
				return { by: 'examples', weights, examples };
			},
			probes: (step) => [
				{
					kind: 'measure',
					id,
					examples: Array.from(candidatesAt(step + 1), (index) => exampleAt(pool, index)),
					quantities: ['loss'],
				},
			],
			observe: ({ step, results }) => {
				const result = results.find((candidate) => candidate.id === id);
				if (result?.kind !== 'measure') return;
				const losses = result.values.loss!;
				const key = (i: number) => (Number.isNaN(losses[i]) ? -Infinity : sign * losses[i]);
				const measured = candidatesAt(step + 1);
				const order = [...losses.keys()].sort((a, b) => key(b) - key(a) || a - b);
				const chosen = order.slice(0, batchSize);
				next = chosen.map((i) => measured[i]);
				means = { chosen: mean(chosen.map((i) => losses[i])), all: mean([...losses]) };
			},
			state: (): Json => ({ weights: [...weights], next: [...next], means }),
			explain: () => ({
				weights,
				sentence: means
					? {
							id: 'highest-loss.batch',
							values: {
								end,
								share: Math.min(1, 1 / candidates),
								candidates: Math.min(pool.size, candidates * batchSize),
								...means,
							},
						}
					: { id: 'highest-loss.start', values: {} },
				traces: [],
			}),
		};
	},
});
