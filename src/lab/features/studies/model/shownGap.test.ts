import { expect, test } from 'vitest';
import { shownGap } from './shownGap.ts';

const gap = (mean: number, verdict: string) => ({ mean, verdict });
const [up, flat, down] = [gap(3, 'better'), gap(2, 'undecided'), gap(-4, 'worse')];

test.each([
	['the best', [flat, up, down], 1, up],
	['the worst, if only worse ones are told apart', [flat, down], 1, down],
	['the best, if nothing is told apart', [gap(1, 'undecided'), flat], 1, flat],
	['the lowest loss', [gap(-1, 'better'), gap(2, 'worse')], -1, gap(-1, 'better')],
	['nothing of nothing', [], 1, undefined],
] as const)('shows %s', (_, gaps, sign, shown) => {
	expect(shownGap<{ mean: number; verdict: string }>(gaps, sign)).toEqual(shown);
});
