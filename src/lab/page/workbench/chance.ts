/** Whether chance can explain the difference between two shares of right answers. */

export interface Proportion {
	readonly share: number;
	/** The number of held-out prompts. */
	readonly of: number;
}

/** The shares differ, but chance can explain the difference. */
export function isChance(a: Proportion | null, b: Proportion | null): boolean {
	if (!a || !b || a.share === b.share) return false;
	return Math.abs(a.share - b.share) <= differenceReach(a, b);
}

/**
 * Half the width of the 95 % interval of the difference, after Agresti and Caffo (The American
 * Statistician 54, 2000). They add one right and one wrong answer to each side, so that 0 % and
 * 100 % have a width too. Both sides answer the same prompts, so the true interval is narrower.
 */
export function differenceReach(a: Proportion, b: Proportion): number {
	const variance = ({ share, of: prompts }: Proportion) => {
		const p = (share * prompts + 1) / (prompts + 2);
		return (p * (1 - p)) / (prompts + 2);
	};
	return 1.96 * Math.sqrt(variance(a) + variance(b));
}
