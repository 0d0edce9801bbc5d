/** The results of a run as table rows: each skill before and after, then average and worst. */
import { headline, isNoneRight, scoredPrompts } from '#engine/core/exactMatch.ts';
import type { MeasureId } from '#engine/core/measureKinds.ts';
import { isTold } from '#engine/core/paired.ts';
import type { Interval } from '#engine/core/statistics.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { onSameRows, skillChange } from '#lab/run/sameRows.ts';
import type { Evaluation, EvaluationEvent } from '#lab/training/events.ts';
import { skillName, words } from '#lab/page/words/words.ts';

export interface ResultRow {
	/** Index in the experiment; null: the average or the worst. */
	readonly skill: number | null;
	readonly name: string;
	/** null: it has a loss only, or it is of several skills. */
	readonly measure: MeasureId | null;
	readonly baseExact: number | null;
	readonly exact: number | null;
	/** Held-out prompts behind the score, if they are fewer than 20; else null. */
	readonly few: number | null;
	readonly baseLoss: number | null;
	readonly loss: number | null;
	/** The figures differ, and the rows cannot tell that they do. */
	readonly isNoise: { readonly exact: boolean; readonly loss: boolean };
}
type Scored = Evaluation & Pick<EvaluationEvent, 'also'>;

const isNoise = (interval: Interval | null): boolean =>
	interval !== null && interval.mean !== 0 && !isTold(interval);

export function resultRows({ skills }: Experiment, base: Scored, tuned: Scored): ResultRow[] {
	const { before, after, areLossesComparable } = onSameRows(base, tuned, skills);
	const bySkill = skills.map((ref, skill): ResultRow => {
		const [was, now] = [before.skills[skill], after.skills[skill]];
		const { exact, loss } = skillChange(was, now);
		const prompts = scoredPrompts(now);
		return {
			skill,
			name: skillName(ref),
			measure: now.exact === null ? null : (now.measure ?? 'exact'),
			baseExact: was.exact,
			exact: now.exact,
			few: now.exact !== null && prompts < 20 ? prompts : null,
			baseLoss: areLossesComparable ? was.loss : null,
			loss: now.loss,
			isNoise: { exact: isNoise(exact), loss: isNoise(loss) },
		};
	});
	const overall = { skill: null, measure: null, few: null, isNoise: { exact: false, loss: false } };
	const { average, worst } = words.common;
	const isTrained = skills.map(({ use }) => use === 'train');
	if (tuned.averageExact === null || isNoneRight([base, tuned], isTrained)) {
		const meanLoss = (scores: Evaluation) => headline(scores, isTrained, true)?.average ?? null;
		const baseLoss = areLossesComparable ? meanLoss(before) : null;
		const losses = { baseLoss, loss: meanLoss(after) };
		return [...bySkill, { ...overall, name: average, baseExact: null, exact: null, ...losses }];
	}
	const shares = (name: string, read: (scores: Evaluation) => number | null | undefined) => ({
		...overall,
		name,
		baseExact: read(before) ?? null,
		exact: read(after) ?? null,
		baseLoss: null,
		loss: null,
	});
	return [
		...bySkill,
		shares(average, ({ averageExact }) => averageExact),
		shares(worst, ({ worstExact }) => worstExact?.exact),
	];
}
