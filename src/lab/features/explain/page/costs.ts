/** A run's cost in updates and preparations, and the pool of training examples it draws from. */
import { sum } from '#engine/core/statistics.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { trainedExamples } from '#lab/run/trainedExamples.ts';
import type { PreparedEvent } from '#lab/training/events.ts';

type Infos = readonly Pick<SkillInfo, 'id' | 'counts' | 'measure'>[];

export function runCosts(
	{ step, prepared }: { readonly step: number; readonly prepared: readonly PreparedEvent[] },
	experiment: Pick<Experiment, 'skills' | 'batching'>,
	infos: Infos,
) {
	const pool = trainedPool(experiment, infos);
	return {
		/** Updates of the run itself, and of its policies' preparations. */
		run: step,
		preparation: sum(prepared.map(({ updates }) => updates)),
		/** Examples measured by preparations, one forward pass each. */
		measured: sum(prepared.map(({ measured }) => measured)),
		/** Time of the preparations. */
		milliseconds: sum(prepared.map(({ milliseconds }) => milliseconds)),
		/** Updates of one epoch at the run's batch size; null if a skill is missing. */
		fullData: pool && Math.ceil(pool.examples / experiment.batching.size),
	};
}

/**
 * The training examples that a run draws from, with its noise. `wrongShare`: of a random draw, null
 * without examples. Repeated examples count as wrong as often as the others. Plain text has no
 * wrong answers. null: the lab lacks a skill.
 */
export function trainedPool({ skills }: Pick<Experiment, 'skills'>, infos: Infos) {
	let [examples, wrong] = [0, 0];
	for (const ref of skills) {
		if (ref.use !== 'train') continue;
		const info = infos.find(({ id }) => id === ref.id);
		if (!info) return null;
		const count = trainedExamples(ref, info);
		examples += count;
		const hasWrong = info.measure.kind !== 'loss' && ref.noise?.only !== 'right';
		wrong += hasWrong ? count * (ref.noise?.wrongShare ?? 0) : 0;
	}
	return { examples, wrongShare: examples > 0 ? wrong / examples : null };
}
