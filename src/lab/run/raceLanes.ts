/** The lanes of a race: their number, and the ids of their runs. */
import { listsByKey } from '#engine/core/listsByKey.ts';
import type { RunRecord } from './stores.ts';

export const lanesOfRace = { min: 2, max: 4 } as const;

const prefix = 'race:';

/** Runs of one race have ids that differ in the lane's number. `lanes`: how many there are. */
export const laneRunId = (raceId: string, lane: number, lanes: number): string =>
	`${prefix}${raceId}:${lane}/${lanes}`;

/** The race of a run; null: it is not a lane. */
export const raceOfRun = ({ id }: { readonly id: string }): string | null =>
	id.startsWith(prefix) ? id.slice(prefix.length, id.lastIndexOf(':')) : null;

/** The lanes of each race, in their order. */
export const lanesByRace = <Run extends { readonly id: string }>(runs: readonly Run[]): Run[][] =>
	[
		...listsByKey(
			runs.filter((run) => raceOfRun(run) !== null),
			raceOfRun,
		).values(),
	].map((lanes) => lanes.sort((a, b) => a.id.localeCompare(b.id, 'en')));

/**
 * The lanes of races whose making was cut off by a closed page: none has trained, and the last one,
 * which is made last, is missing. They would wait at step 0 for ever.
 */
export const unmadeLanes = (runs: readonly Pick<RunRecord, 'id' | 'step' | 'end'>[]): string[] =>
	lanesByRace(runs)
		.filter((lanes) => {
			const [, lane, planned] = /:(\d+)\/(\d+)$/.exec(lanes.at(-1)!.id) ?? [];
			const isNew = lanes.every(({ step, end }) => step === 0 && end === 'running');
			return Number(lane) + 1 < Number(planned) && isNew;
		})
		.flatMap((lanes) => lanes.map(({ id }) => id));
