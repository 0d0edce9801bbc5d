/** What `npm run bench` ends with, for scripts and CI: docs/guide/bench.md. */
export const exitCodes = {
	fine: 0,
	/** A cell failed or is missing, or the runner did. */
	failed: 1,
	/** An assertion does not hold. */
	assertion: 2,
	/** Wrong words or files, or no browser: nothing was run. */
	badInput: 3,
	/** By a signal: the same call goes on. */
	interrupted: 130,
} as const;
