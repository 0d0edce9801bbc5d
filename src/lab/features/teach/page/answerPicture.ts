/** The lesson's question as a picture, from the question on. */
import { highest } from '#engine/core/statistics.ts';
import { curveTitle } from '#lab/page/words/curveTitle.ts';
import { skillName } from '#lab/page/words/words.ts';
import { choiceBands, type Points } from '../model/answerCurve.ts';
import type { LessonsState } from './LessonsState.svelte.ts';

/** The curves of the lesson's runs, and the visitor's guess on them. */
export interface AnswerPicture {
	/** The measured skill and quantity, such as “capitals: answers right”. */
	readonly title: string;
	/** Oldest first. The last one can be that of the run on the workbench. */
	readonly curves: readonly Points[];
	readonly steps: number;
	readonly top: number;
	readonly isShare: boolean;
	/** The values for which the guess is right. Empty: no guess, or it needs more than the curve. */
	readonly guess: readonly (readonly [low: number, high: number])[];
	/** Curves of runs that began before the guess. */
	readonly before: number;
	/** The run has answered: the last curve is the answer. */
	readonly isAnswered: boolean;
}

/** Null: the lesson draws no curve, its question comes later, or nothing is measured yet. */
export function answerPicture(lessons: LessonsState): AnswerPicture | null {
	const { opened, progress, lab, curves: measured } = lessons;
	if (!opened) return null;
	const { curve, steps } = opened.lesson;
	if (progress.step < steps.findIndex(({ ask }) => ask)) return null;
	const curves = measured.map(({ points }) => points);
	const values = curves.flat().map(([, value]) => value);
	if (values.length === 0) return null;
	const isShare = curve.unit === 'share';
	const top = isShare ? 1 : 1.1 * highest([...values, 0.1]);
	const { choice } = progress;
	const conditions = lessons.choices.map(({ when }) => when);
	const [{ name, skill: id = '' }] = curve.terms;
	const skill = skillName(lessons.skill(id) ?? { id, name: id });
	return {
		title: curveTitle(name, skill),
		curves,
		steps: highest([1, lab.experiment?.steps ?? 1, ...curves.flat().map(([step]) => step)]),
		top,
		isShare,
		guess: choice === null ? [] : choiceBands(curve, conditions, choice, progress.kept, top),
		before: progress.before ?? curves.length,
		isAnswered: lessons.outcome !== undefined,
	};
}
