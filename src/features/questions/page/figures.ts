/** Scores and differences as the place for questions writes them. */
import { signed } from '#core/signed.ts';
import { none } from '#page/words/format.ts';

/** In [0, 1], three decimals as in the paper's table; –: not applicable. */
export const score = (value: number | null): string => (value === null ? none : value.toFixed(3));

export const signedScore = (value: number | null): string =>
	value === null ? none : signed(value, 3);

/** In a small cell: two decimals and no zero before the point. */
export function signedShare(value: number): string {
	const text = signed(value, 2);
	return text === '0.00' ? '0' : text.replace(/^(.)0/, '$1');
}

/** A share of a whole, without the zero before the point. */
export const share = (value: number): string => value.toFixed(2).replace(/^0\./, '.');
