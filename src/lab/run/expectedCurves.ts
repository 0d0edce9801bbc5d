/** The evaluations of a finished run, in so few numbers that a link can carry them. */
import type * as v from 'valibot';
import { list, number, object, whole } from '#core/fields.ts';
import type { RunEvent } from '#training/events.ts';

/** More points would make the link longer, and no reader would see them in a tile. */
const mostPoints = 12;
const value = number('a number from 0 to 100,000', (given) => given >= 0 && given <= 1e5);

export const expectedCurvesSchema = object({
	/** Rising steps of evaluations; the first is 0. */
	steps: list(whole(0, 1_000_000), 'steps', mostPoints),
	/** [skill][point]: exact match in percent, or for a text its loss in hundredths of nats. */
	skills: list(list(value, 'points', mostPoints), 'curves', 64),
});
export type ExpectedCurves = v.InferOutput<typeof expectedCurvesSchema>;

export function expectedCurves(events: readonly RunEvent[]): ExpectedCurves {
	const all = events.filter((event) => event.type === 'evaluation');
	const last = all.length - 1;
	const points = Math.min(mostPoints, all.length);
	const chosen = Array.from(
		{ length: points },
		(_, i) => all[Math.round((i * last) / Math.max(1, points - 1))],
	);
	const skills = (all[0]?.skills ?? []).map((_, skill) =>
		chosen.map(({ skills }) => {
			const { exact, loss } = skills[skill];
			return Math.round(100 * (exact ?? loss));
		}),
	);
	return { steps: chosen.map(({ step }) => step), skills };
}
