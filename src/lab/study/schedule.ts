/** The shares of a run at each step, as the timetable policy reads them, and the same backwards. */
import type { Ratios, Timetable } from '#engine/core/parameters.ts';
import type { SkillRef } from '#lab/run/experiment.ts';
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

/** The shares of the last step come first. */
export function reverseSchedule(schedule: Timetable): Timetable {
	const last = schedule.at(-1)?.step ?? 0;
	return schedule.map(({ step, ratios }) => ({ step: last - step, ratios })).reverse();
}
