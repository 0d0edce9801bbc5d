/** The average score without skills whose held-out prompts were trained. */
import { mean } from '#engine/core/statistics.ts';
import type { Evaluation } from '#lab/training/events.ts';
import type { WorkbenchSkill } from './WorkbenchView.svelte.ts';

/**
 * The average of the trained skills whose held-out prompts were not trained. Null: the average of
 * all trained skills says the same, or there is no other skill.
 */
export function withoutRecall(
	skills: readonly Pick<WorkbenchSkill, 'index' | 'trained' | 'info'>[],
	evaluation: Pick<Evaluation, 'skills'>,
): number | null {
	const scored = skills.flatMap(({ index, trained, info }) => {
		const { exact } = evaluation.skills[index];
		return trained && exact !== null ? [{ exact, isRecall: info?.heldOutIs === 'recall' }] : [];
	});
	const learnt = scored.filter(({ isRecall }) => !isRecall);
	return learnt.length === 0 || learnt.length === scored.length
		? null
		: mean(learnt.map(({ exact }) => exact));
}
