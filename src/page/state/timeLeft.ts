/** How long a task still takes, from how far it has come since it was first heard of. Pure. */
export interface Heard {
	/** Milliseconds, of any clock. */
	readonly at: number;
	readonly fraction: number;
}

/** Before that it would be a guess. */
const least = { milliseconds: 2000, fraction: 0.005 };

/** null: no telling yet. */
export function timeLeft(first: Heard, now: Heard): number | null {
	const done = now.fraction - first.fraction;
	const took = now.at - first.at;
	if (took < least.milliseconds || done < least.fraction) return null;
	return (took / done) * (1 - now.fraction);
}
