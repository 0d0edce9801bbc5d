/** A run's cost in updates and preparations, and the pool of training examples it draws from. */
import type { SkillInfo } from '#engine/data/skill.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { trainedExamples } from '#lab/run/trainedExamples.ts';
import type { PreparedEvent } from '#lab/training/events.ts';

export function runCosts(
	run: { readonly step: number; readonly prepared: readonly PreparedEvent[] },
	experiment: Pick<Experiment, 'skills' | 'batching'>,
	infos: readonly Pick<SkillInfo, 'id' | 'counts' | 'scorer'>[],
) {
	const sum = (read: (event: PreparedEvent) => number) =>
		run.prepared.reduce((total, event) => total + read(event), 0);
	const pool = poolSize(experiment, infos);
	return {
		/** Updates of the run itself, and of its policies' preparations. */
		run: run.step,
		preparation: sum(({ updates }) => updates),
		/** Examples measured by preparations, one forward pass each. */
		measured: sum(({ measured }) => measured),
		/** Time of the preparations. */
		milliseconds: sum(({ milliseconds }) => milliseconds),
		/** Updates of one epoch at the run's batch size; null if a skill is missing. */
		fullData: pool === null ? null : Math.ceil(pool / experiment.batching.size),
	};
}

type Skills = Pick<Experiment, 'skills'>;
type Infos = readonly Pick<SkillInfo, 'id' | 'counts' | 'scorer'>[];

/** The training examples that a run draws from, with its noise; null: the lab lacks a skill. */
export const poolSize = (experiment: Skills, infos: Infos): number | null =>
	trainedPool(experiment, infos)?.examples ?? null;

/** The share of wrong answers in a random draw; null as above, and for an empty pool. */
export function wrongShareOfPool(experiment: Skills, infos: Infos): number | null {
	const pool = trainedPool(experiment, infos);
	return pool && pool.examples > 0 ? pool.wrong / pool.examples : null;
}

/** Repeated examples count as wrong as often as the others. Plain text has no wrong answers. */
function trainedPool({ skills }: Skills, infos: Infos): { examples: number; wrong: number } | null {
	const pool = { examples: 0, wrong: 0 };
	for (const ref of skills) {
		if (ref.use !== 'train') continue;
		const info = infos.find(({ id }) => id === ref.id);
		if (!info) return null;
		const examples = trainedExamples(ref, info);
		pool.examples += examples;
		const hasWrong = info.scorer !== 'loss' && ref.noise?.only !== 'right';
		pool.wrong += hasWrong ? examples * (ref.noise?.wrongShare ?? 0) : 0;
	}
	return pool;
}
