import { expect, test } from 'vitest';
import { bitText } from '../../src/engine/core/bytes.ts';
import type { CellResult } from '../../src/lab/study/result.ts';
import { toInterval } from '../results/intervals.ts';
import { gapsByPrompt, promptVariance } from '../results/promptVariance.ts';

/** A cell with these answers after step 10, and with no other property. */
const cellWith = (right: readonly (readonly boolean[])[]) =>
	({
		lossAt: [{ step: 10, losses: [], right: right.map(bitText) }],
		final: { skills: right.map((list) => ({ examples: list.length })) },
	}) as unknown as CellResult;

test('equal differences of few prompts still have the scatter of the prompts', () => {
	const left = cellWith([[true, true, false, false]]);
	const right = cellWith([[false, false, false, false]]);
	const gaps = gapsByPrompt([left, right], 10, [0])!;
	expect(gaps).toEqual([[1, 1, 0, 0]]);
	expect(gapsByPrompt([left, right], 20, [0])).toBeNull();
	// By prompt 1, 1, 0, 0: s² = 1/3, over four prompts. No residual.
	expect(promptVariance([gaps, gaps, gaps])).toBeCloseTo(1 / 12);
	expect(toInterval([0.5, 0.5, 0.5], 1 / 12).p).toBeGreaterThan(0.1);
});

test('the residual of draw and prompt, which the draws’ scatter has too, is taken out', () => {
	// Two draws, two prompts: means by prompt 1/2 and 1/2, by draw 1/2: all is residual.
	expect(promptVariance([[[1, 0]], [[0, 1]]])).toBeCloseTo(0);
	// By prompt 1, 1/2: s² = 1/8. Residuals ± 1/4: their mean square is 4/16 over one degree.
	expect(promptVariance([[[1, 1]], [[1, 0]]])).toBeCloseTo(0);
	// By prompt 1, 1/4: s² = 9/32. Residuals ± 3/8 twice, ± 1/8 six times: 3/8 over 3 degrees.
	const draws = [[[1, 1]], [[1, 0]], [[1, 0]], [[1, 0]]];
	expect(promptVariance(draws)).toBeCloseTo((9 / 32 - 0.125 / 4) / 2);
});
