/** What the shares of skills count, as titles. */
import { scoreUnit } from '#engine/core/exactMatch.ts';
import type { MeasureId } from '#engine/core/measureKinds.ts';
import { words } from './words.ts';

/** A skill's score, or the part of it that says what it counts. */
interface Measured {
	readonly exact: number | null;
	readonly measure?: MeasureId | undefined;
}

/** Of one skill. Absent: before there were measures, all were exact matches. */
export const measureTitle = (kind: MeasureId | undefined): string =>
	words.skills.measures[kind ?? 'exact'];

/** With a capital letter. */
export const asHeading = (title: string): string => title.charAt(0).toUpperCase() + title.slice(1);

/** Over several skills, those without a share left out. */
export function scoreTitle(scores: readonly Measured[] = []): string {
	const scored = scores.filter(({ exact }) => exact !== null);
	const [kind, ...otherKinds] = new Set(scored.map(({ measure }) => measure));
	if (otherKinds.length === 0) return measureTitle(kind);
	const [unit, ...otherUnits] = new Set(scored.map(scoreUnit));
	return otherUnits.length > 0 || unit === 'loss'
		? words.skills.units.mixed
		: words.skills.units[unit];
}
