/** Chooses which older checkpoints of a run stay: spread evenly, required ones last to go. */

export interface Room {
	/** Step of the run's last checkpoint, which is not among `steps`. */
	readonly last: number;
	/** At most this many stay. */
	readonly most: number;
	/** Steps that go last. The first step is always one of them. */
	readonly wanted: readonly number[];
}

/**
 * `steps` ascend. Repeatedly removes the step whose removal leaves the smallest gap, the earliest
 * of several. So the result is the same if the steps arrive one by one.
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
