/** Whether the results of two runs can be compared, and what must be said about it. Pure. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { EvaluationEvent } from '#training/events.ts';

interface Compared {
	readonly experiment: Experiment;
	readonly evaluations: readonly EvaluationEvent[];
	readonly isFinished: boolean;
}
export type Remark =
	/** The other run has not come to its end: nothing is compared. */
	| { readonly kind: 'unfinished'; readonly step: number; readonly steps: number }
	/** This run is not at its end, and the other one was not evaluated at its step. */
	| { readonly kind: 'noCommonStep'; readonly step: number }
	/** Both are finished, after different numbers of steps. */
	| { readonly kind: 'otherSteps'; readonly steps: number; readonly ownSteps: number }
	/** Names of trained skills of one side alone: average and worst are not compared. */
	| { readonly kind: 'otherSkills'; readonly own: string[]; readonly other: string[] };

/**
 * `tuned`: the other run's evaluation to compare with, null if there is none. `isFinal`: the last
 * of both, so that their repeats with other seeds count. `overall`: average and worst count too.
 */
export function comparable(own: Compared, other: Compared) {
	const [last, otherLast] = [own.evaluations.at(-1), other.evaluations.at(-1)];
	if (!last || !otherLast) return { tuned: null, isFinal: false, overall: false, remarks: [] };
	const { tuned, remark } = sameStage(own, other, last, otherLast);
	const only = (a: Experiment, b: Experiment) =>
		a.skills
			.filter(({ use }) => use === 'train')
			.filter((skill) => !b.skills.some((same) => isSame(same, skill) && same.use === 'train'))
			.map(({ name }) => name);
	const skills = {
		own: only(own.experiment, other.experiment),
		other: only(other.experiment, own.experiment),
	};
	const overall = skills.own.length + skills.other.length === 0;
	const remarks: Remark[] = remark ? [remark] : [];
	if (tuned && !overall) remarks.push({ kind: 'otherSkills', ...skills });
	return { tuned, isFinal: own.isFinished && other.isFinished, overall, remarks };
}

/** The same skill with the same data, so the held-out prompts are the same. */
export const isSame = (a: Experiment['skills'][number], b: Experiment['skills'][number]): boolean =>
	a.id === b.id && a.sha256 === b.sha256;

function sameStage(
	own: Compared,
	other: Compared,
	last: EvaluationEvent,
	otherLast: EvaluationEvent,
): { readonly tuned: EvaluationEvent | null; readonly remark: Remark | null } {
	if (own.isFinished && other.isFinished) {
		const { step: steps } = otherLast;
		const isEqual = steps === last.step;
		const remark: Remark = { kind: 'otherSteps', steps, ownSteps: last.step };
		return { tuned: otherLast, remark: isEqual ? null : remark };
	}
	const tuned = other.evaluations.find(({ step }) => step === last.step) ?? null;
	if (tuned) return { tuned, remark: null };
	const { steps } = other.experiment;
	return other.isFinished
		? { tuned, remark: { kind: 'noCommonStep', step: last.step } }
		: { tuned, remark: { kind: 'unfinished', step: otherLast.step, steps } };
}
