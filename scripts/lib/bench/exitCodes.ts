/** Exit codes of all commands (docs/guide/bench.md). */
export const exitCodes = {
	fine: 0,
	/** A cell or the runner failed. */
	failed: 1,
	/** An assertion is false. */
	assertion: 2,
	/** Wrong options or files, or no browser: nothing was trained. */
	badInput: 3,
	/** The output or a file cannot be written: its reader has ended, or the disk is full. */
	output: 4,
	/** The cells of this call are finished, others of the study are not. */
	part: 5,
	/** Interrupted by a signal: the same call resumes. */
	interrupted: 130,
} as const;

/** The exit code of a bench call with a table. `isPart`: other calls train the missing cells. */
export function reportCode(table: {
	readonly finished: number;
	readonly planned: number;
	readonly hasFailed: boolean;
	readonly isPart: boolean;
	/** Every assertion is true. */
	readonly holds: boolean;
}): number {
	if (table.hasFailed) return exitCodes.failed;
	if (table.finished < table.planned) return table.isPart ? exitCodes.part : exitCodes.failed;
	return table.holds ? exitCodes.fine : exitCodes.assertion;
}
