/** Which difference an answer shows. */
import { expect, test } from 'vitest';
import { shownGap } from '../results/shownGap.ts';

const gap = (mean: number, verdict: string, label = `policy of ${mean}`) => ({
	label,
	mean,
	verdict,
});
const [ahead, behind] = [gap(6, 'undecided', 'RAISE'), gap(-40, 'undecided', 'RAISE')];
const [up, flat, down] = [gap(3, 'better'), gap(2, 'undecided'), gap(-4, 'worse')];

test.each([
	['the best', [flat, up, down], 1, up],
	['one that is better, not a larger one that is open', [gap(9, 'undecided'), up], 1, up],
	['the worst, if only worse ones are told apart', [flat, down], 1, down],
	['the best, if nothing is told apart', [gap(1, 'undecided'), flat], 1, flat],
	['of one policy the hardest comparison', [ahead, behind], 1, behind],
	['the best of the hardest', [ahead, behind, flat], 1, flat],
	['the lowest loss', [gap(-1, 'better'), gap(2, 'worse')], -1, gap(-1, 'better')],
	['nothing of nothing', [], 1, undefined],
] as const)('shows %s', (_, gaps, sign, shown) => {
	expect(shownGap<ReturnType<typeof gap>>(gaps, sign)).toEqual(shown);
});
