/**
 * For tests: one small example policy for each part of the contract. The page offers none of them.
 */
import type { Json } from '#engine/core/json.ts';
import { sum } from '#engine/core/statistics.ts';
import { passiveMixer } from '#mixing/mixers.ts';
import { definePolicy, type ExampleRef, type MeasureResult } from '#mixing/policy.ts';
import { groupMeans, pickRows } from '#mixing/rows.ts';
import { equalShares, normalise } from '#mixing/shares.ts';

/** Like MoS: rewards from losses, base losses, states and right answers, every other step. */
export const measuring = definePolicy({
	id: 'test-measuring',
	title: 'Measuring',
	summary: 'Weights by relative perplexity.',
	parameters: {},
	createMixer: (_values, context, restored) => {
		const rows = 4;
		let weights = (restored?.saved as number[] | undefined) ?? equalShares(context.skills.length);
		let last: MeasureResult | undefined;
		return {
			plan: () => ({ by: 'weights', weights }),
			probes: (step) =>
				step % 2 !== 0
					? []
					: [
							{
								kind: 'measure',
								id: 'rewards',
								examples: context.skills.flatMap((_, skill) =>
									pickRows(context, skill, { count: rows, round: step }),
								),
								quantities: ['loss', 'correct', 'state', 'baseLoss', 'promptTokens'],
							},
						],
			observe: ({ results }) => {
				for (const result of results) {
					if (result.kind !== 'measure') continue;
					last = result;
					const ratios = Array.from(result.values.loss!, (loss, i) =>
						Math.exp(loss - result.values.baseLoss![i]),
					);
					weights = normalise(groupMeans(ratios, rows));
				}
			},
			state: () => weights,
			explain: () => ({
				weights,
				sentence: 'Shares follow the relative perplexity.',
				traces: last ? [{ label: 'right', values: groupMeans(last.values.correct!, rows) }] : [],
			}),
		};
	},
});

/** Like DynamixSFT: learning progress of one virtual step on each skill. */
export const lookingAhead = definePolicy({
	id: 'test-looking-ahead',
	title: 'Looking ahead',
	summary: 'Weights by the loss that a step on the skill would take away.',
	parameters: {},
	looksAhead: () => true,
	createMixer: (_values, context, restored) => {
		const rows = 2;
		let weights = (restored?.saved as number[] | undefined) ?? equalShares(context.skills.length);
		return {
			plan: () => ({ by: 'weights', weights }),
			probes: (step) =>
				context.skills.map(({ id }, skill) => {
					const skillRows = pickRows(context, skill, { count: rows, round: step + 1 });
					return { kind: 'virtualStep', id, train: skillRows, examples: skillRows };
				}),
			observe: ({ results }) => {
				const gains = context.skills.map(({ id }) => {
					const result = results.find((candidate) => candidate.id === id);
					if (result?.kind !== 'virtualStep') throw new Error(`no result for ${id}`);
					return result.before.reduce(
						(sum, before, i) => sum + (before - result.after[i]) / before / rows,
						0,
					);
				});
				weights = normalise(gains.map((gain) => Math.max(gain, 0) + 1e-6));
			},
			state: () => weights,
			explain: () => ({ weights, sentence: 'Shares follow the progress.', traces: [] }),
		};
	},
});

/** Like Skill-It: a transfer graph from roll-outs before the run. */
export const prepared = definePolicy({
	id: 'test-prepared',
	title: 'Prepared',
	summary: 'Weights by how much a skill helps all of them.',
	parameters: {
		steps: {
			kind: 'number',
			label: 'Steps',
			help: 'Steps of each roll-out.',
			default: 5,
			min: 1,
			max: 100,
			integer: true,
		},
	},
	prepare: async ({ steps }, context, { rollOut, measure, report, signal }) => {
		const { skills } = context;
		const examples = skills.map((_, skill): ExampleRef => ({
			skill,
			part: 'validation',
			index: 0,
		}));
		const probe = { kind: 'measure', id: 'validation', examples, quantities: ['loss'] } as const;
		const start = (await measure(probe)).values.loss!;
		const graph: number[][] = [];
		for (const [i] of skills.entries()) {
			signal.throwIfAborted();
			report({ done: i, of: skills.length, label: 'Roll-outs' });
			let end: Float32Array = start;
			const alone = passiveMixer(
				() => ({ by: 'weights', weights: skills.map((_, j) => (j === i ? 1 : 0)) }),
				() => 'One skill alone.',
			);
			await rollOut(
				{
					...alone,
					probes: () => [probe],
					observe: ({ results: [result] }) => {
						if (result?.kind === 'measure') end = result.values.loss!;
					},
				},
				{ steps, seed: i },
			);
			graph.push(Array.from(end, (loss, j) => Math.log(start[j] / loss) / steps));
		}
		return graph;
	},
	createMixer: (_values, { skills }, restored) => {
		const graph = restored?.artefact as number[][] | undefined;
		const weights = graph
			? normalise(graph.map((row) => Math.exp(10 * sum(row))))
			: equalShares(skills.length);
		return passiveMixer(
			() => ({ by: 'weights', weights }),
			() => 'Skills that help the others come more often.',
		);
	},
});

/** Like RAISE: chooses rows among measured candidates, and counts the picks of each row. */
export const choosing = definePolicy({
	id: 'test-choosing',
	title: 'Choosing',
	summary: 'The rows of highest loss among the candidates, less for each time they were chosen.',
	parameters: {},
	createMixer: (_values, context, restored) => {
		const { skills, batchSize } = context;
		const pool = skills.flatMap(({ size }, skill) =>
			Array.from({ length: size }, (_, index): ExampleRef => ({ skill, part: 'train', index })),
		);
		const saved = restored?.saved as { times: number[]; losses: number[] } | undefined;
		const times = saved ? [...saved.times] : pool.map(() => 0);
		let losses = saved?.losses ?? [];
		let weights = equalShares(skills.length);
		return {
			plan: () => {
				const chosen = pool
					.map((ref, i) => ({ ref, i, score: losses[i] - times[i] }))
					.sort((a, b) => b.score - a.score || a.i - b.i)
					.slice(0, batchSize);
				for (const { i } of chosen) times[i]++;
				weights = skills.map(
					(_, skill) => chosen.filter(({ ref }) => ref.skill === skill).length / batchSize,
				);
				return { by: 'examples', weights, examples: chosen.map(({ ref }) => ref) };
			},
			probes: () => [
				{ kind: 'measure', id: 'pool', examples: pool, quantities: ['loss', 'baseAnswerLoss'] },
			],
			observe: ({ results: [result] }) => {
				if (result?.kind === 'measure') losses = [...result.values.loss!];
			},
			state: (): Json => ({ times: [...times], losses }),
			explain: () => ({ weights, sentence: 'Hard rows first.', traces: [] }),
		};
	},
});

/** Like Algorithm 1 of MoS: one skill for each batch, by quota. */
export const oneSkillPerBatch = definePolicy({
	id: 'test-one-skill-per-batch',
	title: 'One skill per batch',
	summary: 'Each batch is of one skill.',
	parameters: {},
	createMixer: (_values, { skills, batchSize, random }) => {
		const weights = equalShares(skills.length);
		return passiveMixer(
			(step) => {
				const chosen = random.below(skills.length, step);
				const quotas = skills.map((_, i) => (i === chosen ? batchSize : 0));
				return { by: 'quotas', weights, quotas };
			},
			() => 'Each batch is of one skill.',
		);
	},
});

/** All of them, for tests over every policy. */
export const seamPolicies = [
	measuring,
	lookingAhead,
	prepared,
	choosing,
	oneSkillPerBatch,
] as const;
