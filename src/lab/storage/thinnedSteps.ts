/** Which of a run's older checkpoints stay when there is not room for all: spread evenly, and first of all those that are asked for. */

export interface Room {
	/** Step of the run's last checkpoint, which is not among them. */
	readonly last: number;
	/** So many of them at most. */
	readonly most: number;
	/** They go only when nothing else is left to go. The first always is one. */
	readonly wanted: readonly number[];
}

/**
 * `steps` rise. One after the other goes that leaves the smallest gap between its neighbours, the earliest of several; so it
 * does not matter whether they come one by one.
 */
export function thinnedSteps(steps: readonly number[], { last, most, wanted }: Room): number[] {
	const kept = [...steps];
	while (kept.length > Math.max(0, most)) {
		const inner = kept.map((_, i) => i).slice(1);
		const free = inner.filter((i) => !wanted.includes(kept[i]));
		const gap = (i: number) => (kept[i + 1] ?? last) - kept[i - 1];
		const candidates = free.length > 0 ? free : inner;
		kept.splice(
			candidates.reduce((least, i) => (gap(i) < gap(least) ? i : least), candidates[0] ?? 0),
			1,
		);
	}
	return kept;
}
