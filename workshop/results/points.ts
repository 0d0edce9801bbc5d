/** Points and their intervals in the pages of results. */
import type { Tested } from './comparisons.ts';
import type { PairInterval } from './intervals.ts';
import { fixed, withSign } from '../../src/languages/format.ts';

export const points = (share: number): string => withSign(100 * share, 1);
/** The intervals are symmetric. */
export const range = ({ mean: centre, high }: Pick<PairInterval, 'mean' | 'high'>): string =>
	`${points(centre)} ± ${fixed(100 * (high - centre), 1)}`;

/** `−0.3 ± 7.4` in points, `+0.046 ± 0.015` in nats. */
export const amount = (gap: Pick<PairInterval, 'mean' | 'high'>, unit: 'share' | 'nats'): string =>
	unit === 'share' ? range(gap) : `${withSign(gap.mean, 3)} ± ${fixed(gap.high - gap.mean, 3)}`;

/** Undecided says what could be detected. A difference of scores is at most 100 points. */
export function verdictWords(
	{ verdict, detects }: Pick<Tested, 'verdict' | 'detects'>,
	unit: 'share' | 'nats' = 'share',
): string {
	if (verdict !== 'not told apart') return verdict;
	const least = unit === 'nats' ? `${fixed(detects, 3)} nats` : `${fixed(100 * detects, 1)} points`;
	const isPossible = unit === 'nats' || detects < 1;
	return `undecided, could detect ${isPossible ? least : 'no difference'}`;
}
