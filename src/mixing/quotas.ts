/**
 * Exact shares in whole examples: how many of each skill go into each batch, so that over steps 0 … s, for every s, a
 * skill's count differs from its exact share by less than 1.
 *
 * Examples are handed out one at a time by Tijdeman's rule (The chairman assignment problem, 1980). The largest
 * remainder of each prefix would keep the bound too, but it can ask for a negative quota (the Alabama paradox).
 */

/** Float dust in k·share: far below 1/(2n − 2), far above the rounding error at 10^8 examples. */
const dust = 1e-7;

/**
 * Quotas of a step, as a pure function of the step; the last one's counts are kept, so that going on is cheap and
 * going back counts again from 0. Ties go to the skill whose id comes first, so that the order of skills does not matter.
 */
export function quotaSequence(
	shares: readonly number[],
	ids: readonly string[],
	batchSize: number,
): (step: number) => number[] {
	const order = ids
		.map((id, i) => ({ id, i }))
		.filter(({ i }) => shares[i] > 0)
		.sort((a, b) => (a.id < b.id ? -1 : 1))
		.map(({ i }) => i);
	const threshold = order.length > 1 ? 1 / (2 * order.length - 2) : 0;
	let counts = shares.map(() => 0);
	let done = 0; // steps that `counts` holds
	let quotas = counts;

	const advance = () => {
		const before = [...counts];
		for (let slot = 1; slot <= batchSize; slot++) {
			const k = done * batchSize + slot;
			counts[nextSkill(k)]++;
		}
		done++;
		quotas = counts.map((count, i) => count - before[i]);
	};

	/** Of those that may get the k-th example without exceeding their share by 1, the one that must get it soonest. */
	const nextSkill = (k: number): number => {
		let chosen = order[0];
		let soonest = Infinity;
		for (const i of order) {
			const owed = k * shares[i] - counts[i];
			if (owed < threshold - dust) continue;
			const deadline = (1 - threshold - owed) / shares[i];
			if (deadline < soonest - dust) {
				soonest = deadline;
				chosen = i;
			}
		}
		return chosen;
	};

	return (step) => {
		if (step + 1 < done) {
			counts = shares.map(() => 0);
			done = 0;
		}
		while (done <= step) advance();
		return quotas;
	};
}
