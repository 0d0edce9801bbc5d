/** How long a lesson takes on this machine. */

/** Milliseconds of the default run at 1×, on a machine that does not have to wait for its steps. */
const usual = 30_000;

/**
 * Minutes, at least `minutes`: those of reading and of runs that take half a minute each. A slower
 * machine adds what its runs take longer. `run`: milliseconds of a run here, by the measured pace;
 * null: nothing is measured yet.
 */
export const minutesHere = (minutes: number, runs: number, run: number | null): number =>
	Math.round(minutes + (runs * Math.max(0, (run ?? 0) - usual)) / 60_000);
