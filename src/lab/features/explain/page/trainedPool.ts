/** The pool of training examples that a run draws from. */
import type { SkillInfo } from '#engine/data/skill.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { trainedExamples } from '#lab/run/trainedExamples.ts';

/**
 * The training examples with the noise of the experiment. `wrongShare`: of a random draw, null
 * without examples. Repeated examples count as wrong as often as the others. Plain text has no
 * wrong answers. null: the lab lacks a skill.
 */
export function trainedPool(
	{ skills }: Pick<Experiment, 'skills'>,
	infos: readonly Pick<SkillInfo, 'id' | 'counts' | 'measure'>[],
) {
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
