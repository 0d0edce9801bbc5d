/** What chance alone does to a share of right answers: whether a difference is more than that. Pure. */

export interface Proportion {
	readonly share: number;
	/** Held-out prompts that it was measured on. */
	readonly of: number;
}

/** They differ, and no more than chance would make them. */
export function isChance(a: Proportion | null, b: Proportion | null): boolean {
	if (!a || !b || a.share === b.share) return false;
	return Math.abs(a.share - b.share) <= chanceOfDifference(a, b);
}

/**
 * Half the width of the 95 % interval of the difference of two shares, after Agresti and Caffo (The American
 * Statistician 54, 2000): one right and one wrong answer are added to each side, so that 0 % and 100 % have width
 * too. Both sides answer the same prompts, which makes the true interval narrower: this one errs to caution.
 */
export function chanceOfDifference(a: Proportion, b: Proportion): number {
	const variance = ({ share, of }: Proportion) => {
		const p = (share * of + 1) / (of + 2);
		return (p * (1 - p)) / (of + 2);
	};
	return 1.96 * Math.sqrt(variance(a) + variance(b));
}
