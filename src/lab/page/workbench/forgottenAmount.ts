import type { Interval } from '#engine/core/statistics.ts';

/** A relative rise of the loss below 2 % counts as none. */
const noticeable = 0.02;
/** At twice the loss, the model gives the right token the square of its earlier probability. */
const large = 1;

/**
 * How much of a text the base model forgot, by the change of its loss (skillChange). `base`: the
 * base model's loss on the same rows. unclear: the rows cannot tell a rise from none.
 */
export function forgottenAmount(
	base: number,
	{ mean, low, high }: Interval,
): 'nothing' | 'some' | 'most' | 'unclear' {
	if (low > 0 && mean > noticeable * base) return mean >= large * base ? 'most' : 'some';
	return high <= noticeable * base ? 'nothing' : 'unclear';
}
