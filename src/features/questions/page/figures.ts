/** Formats of scores and weights on the page. */
import { none } from '#page/words/format.ts';

/** Three decimals, as in the paper's table; –: not applicable. */
export const score = (value: number | null): string => (value === null ? none : value.toFixed(3));

/** A share without the zero before the point: `.25`. */
export const share = (value: number): string => value.toFixed(2).replace(/^0\./, '.');
