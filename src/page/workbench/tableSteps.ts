/** The steps that a table shows of what changes with every step. Pure. */

/** Evaluations, the newest step, and of each switch the last step before it and the first after it; of `done` steps. */
export function tableSteps(
	done: number,
	evaluations: readonly number[],
	switches: readonly number[],
): number[] {
	const steps = [done, ...evaluations, ...switches.flatMap((step) => [step, step + 1])];
	return [...new Set(steps)].filter((step) => step > 0 && step <= done).sort((a, b) => a - b);
}
