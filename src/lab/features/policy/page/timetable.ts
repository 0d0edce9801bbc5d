/** Changes of a drawn schedule. Its points stay in the order of their steps. */
import type { Ratios, Timetable } from '#engine/core/parameters.ts';

/**
 * Shares at `step`, in the order of `ids`, summing to 1: linear between points, constant outside.
 * Equal shares without any point.
 */
export function sharesAt(points: Timetable, ids: readonly string[], step: number): number[] {
	if (points.length === 0) return normalised({}, ids);
	const from = points.findLast((point) => point.step <= step) ?? points[0];
	const to = points.find((point) => point.step > step) ?? from;
	const t = from === to ? 0 : (step - from.step) / (to.step - from.step);
	const a = normalised(from.ratios, ids);
	const b = normalised(to.ratios, ids);
	return ids.map((_, i) => (1 - t) * a[i] + t * b[i]);
}

/** Adds a point, or replaces the point of the same step. */
export function withPoint(points: Timetable, step: number, ratios: Ratios): Timetable {
	const others = points.filter((point) => point.step !== step);
	return [...others, { step, ratios }].sort((a, b) => a.step - b.step);
}

export const withoutPoint = (points: Timetable, step: number): Timetable =>
	points.filter((point) => point.step !== step);

/** `step`, or the next one in direction `way` (1 or −1) that has no point. */
export function stepWithoutPoint(points: Timetable, step: number, way: number): number {
	let free = step;
	while (points.some((point) => point.step === free)) free += way;
	return free;
}

/** A free step: the middle of the widest gap between 0, the points and the end. */
export function freeStep(points: Timetable, steps: number): number {
	if (points.length === 0) return 0;
	const stops = [0, ...points.map(({ step }) => step), steps];
	let best = 0;
	for (let i = 1; i < stops.length; i++)
		if (stops[i] - stops[i - 1] > stops[best + 1] - stops[best]) best = i - 1;
	if (best === stops.length - 2 && points[points.length - 1].step < steps) return steps;
	return Math.floor((stops[best] + stops[best + 1]) / 2);
}

function normalised(ratios: Ratios, ids: readonly string[]): number[] {
	const sum = ids.reduce((total, id) => total + (ratios[id] ?? 0), 0);
	return ids.map((id) => (sum > 0 ? (ratios[id] ?? 0) / sum : 1 / ids.length));
}
