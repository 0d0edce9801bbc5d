/**
 * Highest loss: of some random candidates, those that the model finds hardest now. The naive choice by difficulty, after
 * Loshchilov & Hutter, Online Batch Selection (arXiv 1511.06343), who rank by loss; the ratio and the window of random
 * candidates are ours. Known to run after wrong answers: in our study of half wrong answers it picked 71 % wrong ones.
 */
import type { Json } from '#core/json.ts';
import { drawCandidates } from '../exampleSelector/candidates.ts';
import { poolOf, refAt, sharesAmong } from '../exampleSelector/pool.ts';
import { definePolicy, type ExampleRef } from '../policy.ts';
import { percent } from '../shares.ts';

const id = 'candidates';

export const highestLoss = definePolicy({
	id: 'highest-loss',
	title: 'Highest loss',
	summary: 'Of some random candidates for each batch, those with the highest (or lowest) loss now.',
	group: 'examples',
	citation: {
		text: 'Loshchilov & Hutter, Online Batch Selection for Faster Training of Neural Networks, 2015: examples by rank of their loss',
		url: 'https://arxiv.org/abs/1511.06343',
	},
	parameters: {
		candidates: {
			kind: 'number',
			label: 'Candidates per place',
			help: 'How many random examples are measured for each place of the batch. The study of the built-in skills took 4. Our choice.',
			default: 4,
			min: 1,
			max: 64,
			integer: true,
		},
		end: {
			kind: 'choice',
			label: 'Which end',
			help: 'The hardest candidates, or the easiest: these avoid wrong answers, and make the model over-confident.',
			default: 'highest',
			options: [
				{ value: 'highest', label: 'Highest loss' },
				{ value: 'lowest', label: 'Lowest loss' },
			],
		},
	},
	createMixer: ({ candidates, end }, { skills, batchSize, random }, restored) => {
		const pool = poolOf(skills);
		const sign = end === 'highest' ? 1 : -1;
		const saved = restored?.saved as unknown as Saved | undefined;
		let weights = saved?.weights ?? sharesAmong(pool, [...pool.rows.keys()], skills.length);
		/** Places in the pool, best first; before the first measurement the first candidates as they come. */
		let next: readonly number[] = saved?.next ?? [];
		let means = saved?.means ?? null;
		const candidatesOf = (step: number) =>
			drawCandidates(pool.size, candidates * batchSize, random, step);
		return {
			plan: (step) => {
				const order = next.length > 0 ? next : [...candidatesOf(step)];
				// A pool smaller than a batch comes round again.
				const places = Array.from({ length: batchSize }, (_, i) => order[i % order.length]);
				weights = sharesAmong(pool, places, skills.length);
				const examples = places.map((place): ExampleRef => refAt(pool, place));
				return { by: 'examples', weights, examples };
			},
			probes: (step) => [
				{
					kind: 'measure',
					id,
					examples: Array.from(candidatesOf(step + 1), (place) => refAt(pool, place)),
					quantities: ['loss'],
				},
			],
			observe: ({ step, results }) => {
				const result = results.find((candidate) => candidate.id === id);
				if (result?.kind !== 'measure') return;
				const losses = result.values.loss!;
				const keyOf = (i: number) => (Number.isNaN(losses[i]) ? -Infinity : sign * losses[i]);
				const places = candidatesOf(step + 1);
				const order = [...losses.keys()].sort((a, b) => keyOf(b) - keyOf(a) || a - b);
				const chosen = order.slice(0, batchSize);
				next = chosen.map((i) => places[i]);
				means = { chosen: meanOf(chosen.map((i) => losses[i])), all: meanOf(losses) };
			},
			state: (): Json => ({ weights: [...weights], next: [...next], means }),
			explain: () => ({
				weights,
				sentence: means
					? `Of ${Math.min(pool.size, candidates * batchSize)} random candidates the next batch has the ` +
						`${percent(Math.min(1, 1 / candidates))} of ${end} loss: ${means.chosen.toFixed(2)} nats on average, against ` +
						`${means.all.toFixed(2)} for all of them.`
					: 'Nothing has been measured yet, so the candidates come as they are drawn.',
				traces: [],
			}),
		};
	},
});

interface Saved {
	readonly weights: readonly number[];
	readonly next: readonly number[];
	readonly means: { readonly chosen: number; readonly all: number } | null;
}

const meanOf = (values: ArrayLike<number>): number => {
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += values[i];
	return sum / values.length;
};
