/** Compares a run's evaluations before and after the last switch of the policy. Pure. */
import { isTold } from '#engine/core/paired.ts';
import { scoresOnSameRows, skillChange } from '#lab/run/sameRows.ts';
import type { EvaluationEvent } from '#lab/training/events.ts';

/** `before`, `after`: change of exact match per 10 steps; before is null if it is unknown. */
export interface Change {
	/** learnt: it gained, and little is left to gain. */
	readonly kind: 'gains' | 'learnt' | 'stopped' | 'falls';
	/** Index in the experiment. */
	readonly skill: number;
	readonly before: number | null;
	readonly after: number;
	/** Exact match now. */
	readonly now: number;
}
/** `step`: of the switch. `evaluations`: their number after it. */
export type SinceSwitch =
	| { readonly kind: 'early'; readonly step: number; readonly evaluations: number }
	| { readonly kind: 'same'; readonly step: number; readonly evaluations: number }
	| { readonly kind: 'changed'; readonly step: number; readonly changes: readonly Change[] };

/** Fewer evaluations after a switch say nothing about a trend. */
const fewest = 2;
/** The number of skills in the sentence. */
const maxSkills = 3;

/**
 * Compares the newest evaluation with the last one at or before the switch, and that one with the
 * evaluations before it over as many steps. A change counts if its paired interval over the
 * held-out prompts leaves out zero. null: no switch up to `step`.
 */
export function sinceSwitch(
	{
		evaluations,
		switches,
		step,
	}: {
		readonly evaluations: readonly EvaluationEvent[];
		/** Rising steps. */
		readonly switches: readonly number[];
		/** The shown step. */
		readonly step: number;
	},
	/** Indices of the trained skills. */
	trained: readonly number[],
): SinceSwitch | null {
	const last = switches.findLast((at) => at <= step);
	if (last === undefined) return null;
	const known = evaluations.filter((evaluation) => evaluation.step <= step);
	const after = known.filter((evaluation) => evaluation.step > last);
	const middle = known.findLast((evaluation) => evaluation.step <= last);
	const newest = after.at(-1);
	const found = { step: last, evaluations: after.length };
	if (!middle || !newest || after.length < fewest) return { kind: 'early', ...found };
	// An earlier switch ends the part that is compared.
	const from = Math.max(2 * middle.step - newest.step, switches.findLast((at) => at < last) ?? 0);
	const first = known.find((evaluation) => evaluation.step >= from)!;
	const changes = trained
		.flatMap((skill) => findChange(skill, first, middle, newest) ?? [])
		.sort((a, b) => weight(b) - weight(a))
		.slice(0, maxSkills);
	return changes.length === 0
		? { kind: 'same', ...found }
		: { kind: 'changed', step: last, changes };
}

/** How much the trend changed. */
const weight = ({ before, after }: Change): number => Math.abs(after - (before ?? 0));

/** null: nothing beyond chance, before and after. */
function findChange(
	skill: number,
	first: EvaluationEvent,
	middle: EvaluationEvent,
	newest: EvaluationEvent,
): Change | null {
	const between = (from: EvaluationEvent, to: EvaluationEvent) => {
		const same = scoresOnSameRows(from, skill, to, skill);
		return same && skillChange(same.before, same.after).exact;
	};
	const [early, late] = [between(first, middle), between(middle, newest)];
	const now = newest.skills[skill].exact;
	if (!early || !late || now === null) return null;
	const after = (10 * late.mean) / (newest.step - middle.step);
	const before = middle.step > first.step ? (10 * early.mean) / (middle.step - first.step) : null;
	const isLearnt = now > 0.95;
	const found = { skill, before, after, now };
	if (isTold(late))
		return { kind: late.mean < 0 ? 'falls' : isLearnt ? 'learnt' : 'gains', ...found };
	const improved = before !== null && before > 0 && isTold(early);
	// A learnt skill stops because there is nothing left to learn.
	if (!improved || isLearnt || after > before / 2) return null;
	return { kind: 'stopped', ...found };
}
