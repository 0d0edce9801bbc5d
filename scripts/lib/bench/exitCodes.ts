/** Exit codes of all commands (docs/guide/bench.md). */
export const exitCodes = {
	fine: 0,
	/** A cell or the runner failed, or a cell is missing. */
	failed: 1,
	/** An assertion is false. */
	assertion: 2,
	/** Wrong options or files, or no browser: nothing was trained. */
	badInput: 3,
	/** Interrupted by a signal: the same call resumes. */
	interrupted: 130,
} as const;
