/** The lanes of a race: their number, and the ids of their runs. */

export const lanesOfRace = { min: 2, max: 4 } as const;

const prefix = 'race:';

/** Runs of one race have ids that differ in the lane's number. */
export const laneRunId = (raceId: string, lane: number): string => `${prefix}${raceId}:${lane}`;

/** The race of a run; null: it is not a lane. */
export const raceOfRun = ({ id }: { readonly id: string }): string | null =>
	id.startsWith(prefix) ? id.slice(prefix.length, id.lastIndexOf(':')) : null;
