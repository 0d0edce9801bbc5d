/** The tests of studies against scipy. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { holm, pairedTest } from '#lab/study/pairedTests.ts';

interface Interval {
	readonly low: number;
	readonly high: number;
	readonly p: number;
}
interface PairedCase extends Interval {
	readonly values: readonly number[];
	readonly margin: number;
	readonly mean: number;
	readonly equivalence: Interval;
}
const golden = JSON.parse(readFileSync(new URL('studyTests.json', import.meta.url), 'utf8')) as {
	readonly tests: readonly PairedCase[];
	readonly holm: readonly { readonly ps: number[]; readonly adjusted: number[] }[];
};
const relative = (found: number, expected: number) => Math.abs(found / expected - 1);

describe.each(golden.tests)('n = $values.length, margin $margin', (expected) => {
	test('the paired t test is scipy’s', () => {
		const found = pairedTest(expected.values)!;
		for (const key of ['mean', 'low', 'high', 'p'] as const)
			expect(relative(found[key], expected[key])).toBeLessThan(1e-9);
	});

	test('its 90 % interval is scipy’s, and decides as both one-sided tests do', () => {
		const { inner } = pairedTest(expected.values)!;
		for (const key of ['low', 'high'] as const)
			expect(relative(inner[key], expected.equivalence[key])).toBeLessThan(1e-9);
		const isInside = inner.low > -expected.margin && inner.high < expected.margin;
		expect(isInside).toBe(expected.equivalence.p < 0.05);
	});
});

test.each(golden.holm)('Holm of $ps.length', ({ ps, adjusted }) => {
	holm(ps).forEach((p, i) => expect(p).toBeCloseTo(adjusted[i], 12));
});

test('Holm counts a comparison without a test as the last one', () => {
	expect(holm([0.01, null, 0.02])).toEqual([0.03, null, 0.04]);
});
