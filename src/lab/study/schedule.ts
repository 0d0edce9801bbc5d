/** The shares of a run at each step, as the timetable policy reads them, and the same backwards. */
import type { Ratios, Timetable } from '#engine/core/parameters.ts';
import { sum } from '#engine/core/statistics.ts';
import { learningRateAt } from '#engine/training/RunEnd.ts';
import type { Experiment, SkillRef } from '#lab/run/experiment.ts';
import type { StepEvent } from '#lab/training/events.ts';

/** What a result has of the shares of its run: their mean, and each step's where that is needed. */
export interface Replayed {
	readonly mix: Ratios;
	readonly schedule?: Timetable;
}

const isSame = (a: Ratios, b: Ratios): boolean => Object.keys(a).every((id) => a[id] === b[id]);

/**
 * One point per step, from 0, with the shares of the trained skills. A timetable is linear between
 * its points, so a point that equals both of its neighbours is left out.
 */
export function toSchedule(
	skills: readonly Pick<SkillRef, 'id' | 'use'>[],
	steps: readonly Pick<StepEvent, 'weights'>[],
): Timetable {
	const trained = skills.flatMap(({ id, use }, i) => (use === 'train' ? [[id, i] as const] : []));
	const all = steps.map(({ weights }) =>
		Object.fromEntries(trained.map(([id, i]) => [id, weights[i]])),
	);
	return all.flatMap((ratios, step) => {
		const isInner = step > 0 && step < all.length - 1;
		const isFlat = isInner && isSame(all[step - 1], ratios) && isSame(ratios, all[step + 1]);
		return isFlat ? [] : [{ step, ratios }];
	});
}

/** Steps from the first, or all with their learning rates as weights. */
export type MeanOver = number | 'learningRate';

/** The mean shares of a run over these steps: Σ w_t p_t / Σ w_t. */
export function scheduleMean(
	points: Timetable,
	over: MeanOver,
	{ steps, optimizer, schedule }: Pick<Experiment, 'steps' | 'optimizer' | 'schedule'>,
): Ratios {
	const weights = Array.from({ length: over === 'learningRate' ? steps : over }, (_, step) =>
		over === 'learningRate' ? learningRateAt(step + 1, steps, optimizer.learningRate, schedule) : 1,
	);
	// Only points that equal both neighbours are left out.
	const shares = weights.map((_, step) => points.findLast((point) => point.step <= step)!.ratios);
	const whole = sum(weights);
	const meanOf = (id: string) => sum(weights.map((weight, t) => weight * shares[t][id])) / whole;
	return Object.fromEntries(Object.keys(points[0].ratios).map((id) => [id, meanOf(id)]));
}

/** The shares of the last step come first. */
export function reverseSchedule(schedule: Timetable): Timetable {
	const last = schedule.at(-1)?.step ?? 0;
	return schedule.map(({ step, ratios }) => ({ step: last - step, ratios })).reverse();
}
