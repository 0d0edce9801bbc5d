/**
 * The learning-trajectory average of the rewards.
 *
 * Source: MoS, Eq. 11:  R_i = β R'_i + (1 − β) R''_i, R' measured now, R'' previous; β = .9 on the CURRENT value, which is little smoothing.
 * The code (`ema_alpha`) takes the averaged value as the next R'', and starts it at 1 for every skill; the paper does
 * not say where it starts.
 */
export function averaged(
	measured: readonly number[],
	previous: readonly number[],
	beta: number,
): number[] {
	return measured.map((reward, i) => beta * reward + (1 - beta) * previous[i]);
}

/** R'' before the first update: 1 (the code), or what is measured first, so that the first average is the measurement (ours). */
export const firstPrevious = (
	measured: readonly number[],
	start: 'one' | 'first',
): readonly number[] => (start === 'one' ? measured.map(() => 1) : measured);
