/**
 * Steps until the held-out loss is at or below a target, at evaluated steps, and how many times
 * fewer they are than those of the reference policy. A run that does not reach the target is
 * censored: its number of steps is above its last step.
 */
import { highest, mean, meanInterval, median } from '#engine/core/statistics.ts';
import { averageLoss, type Estimate } from '../measures.ts';
import type { CellResult } from '../result.ts';
import type { Study } from '../study.ts';
import { cellsOf, findReference, listSides } from './sides.ts';

export type StepsReport = ReturnType<typeof stepsToLoss>[number];

/** Fewer pairs have no interval of the ratio. */
const leastPairs = 3;

/** A report per target loss; empty if the study names none, or its cells have no losses. */
export function stepsToLoss(study: Study, finished: readonly CellResult[]) {
	const { skills, evaluation } = study.experiment;
	const sides = listSides(study, { over: [] });
	const reference = findReference(study);
	const known = finished.filter(({ lossAt }) => lossAt !== undefined);
	if (known.length === 0) return [];
	return Object.entries(study.analysis?.targetLoss ?? {}).map(([id, named]) => {
		const readCurve = ({ lossAt = [], mix }: CellResult) =>
			lossAt.map(({ step, losses }) => {
				const scores = losses.map((loss) => ({ loss }));
				const index = skills.findIndex((skill) => skill.id === id);
				return { step, loss: index < 0 ? averageLoss(study, scores, mix) : losses[index] };
			});
		const rows = sides.flatMap((side) => {
			const other = sides.find(
				({ factors, within }) => factors.policy === reference && within === side.within,
			);
			const others = other ? cellsOf(other, known) : [];
			const cells = cellsOf(side, known);
			const ends = others.flatMap((cell) => readCurve(cell).at(-1)?.loss ?? []);
			const target = named === 'reference' ? (ends.length > 0 ? mean(ends) : null) : named;
			if (target === null || cells.length === 0) return [];
			const countSteps = (cell: CellResult) =>
				readCurve(cell).find(({ loss }) => loss !== null && loss <= target)?.step ?? null;
			const steps = cells.map(countSteps);
			const partners = new Map(others.map((cell) => [cell.factors.seed, countSteps(cell)]));
			const ratios = cells.flatMap((cell, i) => {
				const [ours, theirs] = [steps[i], partners.get(cell.factors.seed) ?? null];
				return ours && theirs ? [Math.log(theirs / ours)] : [];
			});
			return {
				label: side.label,
				isReference: side === other,
				target,
				n: cells.length,
				reached: steps.filter((step) => step !== null).length,
				/** The last evaluated step. */
				last: highest(cells.map((cell) => readCurve(cell).at(-1)?.step ?? 0)),
				/** null: half of the runs or more are censored. */
				median: medianStep(steps),
				/** Reference's steps / its steps, over the seeds in which both reach the target. */
				ratio: geometricMean(ratios),
			};
		});
		const name = skills.find((skill) => skill.id === id)?.name ?? null;
		return { id, name, every: evaluation.every, reference, rows };
	});
}

/** null: half of the runs or more do not reach the loss. */
function medianStep(steps: readonly (number | null)[]): number | null {
	const middle = median(steps.map((step) => step ?? Infinity));
	return Number.isFinite(middle) ? middle : null;
}

/** exp of the mean logarithm and of the ends of its 95 % interval (Student's t). */
function geometricMean(logarithms: readonly number[]): Estimate | null {
	if (logarithms.length === 0) return null;
	const { mean: centre, low, high, n } = meanInterval(logarithms);
	const hasInterval = n >= leastPairs;
	return {
		mean: Math.exp(centre),
		low: hasInterval ? Math.exp(low) : null,
		high: hasInterval ? Math.exp(high) : null,
		n,
	};
}
