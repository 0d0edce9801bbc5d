/**
 * Corrects forecasts by one trained mix. A sum of copies learns less than training on a mix does
 * where a skill is recalled after a few steps; so equal shares are trained as well, and the factor
 * by which they miss their forecast corrects those of other mixes. K skills, q shares, L losses:
 *
 *   L'_k(q) = L_k(q) (T_k / L_k(1/K))^h_k(q),   T_k: trained with equal shares
 *   h_k(q) = min(1, 4 K q_k) where q_k ≤ 1/K, else (1 − q_k) / (1 − 1/K)
 *
 * So equal shares have what was trained. A skill alone has no correction, because its forecast is
 * that of a trained copy; nor has a skill without a share. A watched skill has
 * h = (1 − max q) / (1 − 1/K). To shares of right answers, h times their error is added.
 *
 * Our own, chosen among twelve forms on the trained mixes of docs/guide/blend.md, except Gemma's.
 */
import { highest } from '#engine/core/statistics.ts';
import { isMix } from '#lab/study/blendMix.ts';
import type { SkillScore } from '#lab/training/events.ts';

export interface Correction {
	/** Indices of the trained skills, in the order of shares. */
	readonly trained: readonly number[];
	/** Of all skills, with equal shares. */
	readonly forecast: readonly SkillScore[];
	/** Likewise, trained. */
	readonly reached: readonly SkillScore[];
}

/**
 * Scores of all skills, without the lists of single rows. Shares that are no mix (none, or some
 * below 0) keep their forecast.
 */
export function correctScores(
	scores: readonly SkillScore[],
	shares: readonly number[],
	{ trained, forecast, reached }: Correction,
): SkillScore[] {
	return scores.map(({ right: _, losses: __, hits: ___, ...score }, skill) => {
		if (!isMix(shares)) return score;
		const place = trained.indexOf(skill);
		const height = correctionAt(place < 0 ? null : shares[place], shares);
		const [before, after] = [forecast[skill], reached[skill]];
		const added = (read: (score: SkillScore) => number) =>
			clampedShare(read(score) + height * (read(after) - read(before)));
		const factor = before.loss > 0 ? (after.loss / before.loss) ** height : 1;
		return {
			...score,
			loss: score.loss * factor,
			exact: score.exact === null ? null : added(({ exact }) => exact ?? 0),
			tokenAccuracy: added(({ tokenAccuracy }) => tokenAccuracy),
		};
	});
}

const clampedShare = (value: number): number => Math.min(1, Math.max(0, value));

/** h. `ownShare`: the skill's share; null: it is watched. */
function correctionAt(ownShare: number | null, shares: readonly number[]): number {
	const equal = 1 / shares.length;
	if (ownShare !== null && ownShare <= equal) return Math.min(1, (4 * ownShare) / equal);
	return clampedShare((1 - (ownShare ?? highest(shares))) / (1 - equal));
}
