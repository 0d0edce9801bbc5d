/** The score by which a run chooses its best checkpoint, measured on validation rows. */
import { InputError } from '#core/errors.ts';
import { sentence } from '#core/message.ts';
import { lowest, mean } from '#core/statistics.ts';
import type { EncodedSkill } from '#data/encoded.ts';
import type { Evaluation } from './events.ts';
import type { TrainingSettings } from './settings.ts';

type Selection = Pick<TrainingSettings['evaluation'], 'best' | 'bestSkill'>;

/**
 * The skills that the measure reads: one, or the trained ones, with an exact match if it needs one.
 * Throws InputError if none of them has validation rows.
 */
export function selectionSkills(
	{ best, bestSkill }: Selection,
	skills: readonly Pick<EncodedSkill, 'info' | 'use' | 'validation'>[],
): number[] {
	const isRead = ({ info, use }: (typeof skills)[number]) =>
		best === 'skill'
			? info.id === bestSkill
			: use === 'train' && (best === 'loss' || info.scorer === 'exact');
	const read = [...skills.keys()].filter(
		(i) => isRead(skills[i]) && skills[i].validation.count > 0,
	);
	if (read.length === 0)
		throw new InputError(
			sentence`evaluation.best: no skill of this measure has validation rows to choose a checkpoint
				by. Import files with some, choose another measure, or turn the choice off.`,
			{ field: 'evaluation.best' },
		);
	return read;
}

/** `scores`: of an evaluation of the validation rows. `read`: from selectionSkills(). */
export function selectionScore(
	{ best }: Selection,
	{ skills }: Pick<Evaluation, 'skills'>,
	read: readonly number[],
): number {
	if (best === 'loss' || best === 'skill') return mean(read.map((i) => skills[i].loss));
	const exacts = read.map((i) => skills[i].exact ?? 0);
	return best === 'worst' ? lowest(exacts) : mean(exacts);
}
