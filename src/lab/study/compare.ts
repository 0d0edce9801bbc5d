/**
 * Comparisons of groups over pairs of cells with all other factors equal: paired differences with
 * Student's interval, Holm's correction over the comparisons of a measure, and a verdict.
 */
import { mean } from '#engine/core/statistics.ts';
import type { Finding, ReportMessage, Sides } from './sentences.ts';
import { factorIds, factorsKey, factorsLabel, namedReferences, valueLabel } from './factors.ts';
import type { GroupWithResults } from './groups.ts';
import { withoutRead, type ReadMeasure } from './measures.ts';
import { holm, level, margin, pairedTest, type PairedTest } from './pairedTests.ts';
import { pairCells, readGaps, type CellPair } from './result.ts';
import type { Study } from './study.ts';
import { differenceWarnings } from './warnings.ts';

/** The differences of two groups, `label` minus `against`. */
export interface Comparison extends Sides {
	readonly factor: string;
	/** Number of pairs of cells with all other factors equal. */
	readonly pairs: number;
	/** Labels of the two groups. */
	readonly groups: readonly [string, string];
	/** By measure; without those that no pair has. */
	readonly differences: readonly Finding[];
	/** Other differences between the two groups. */
	readonly warnings: readonly ReportMessage[];
}

/** better, worse: after Holm's correction. unknown: fewer than two pairs. */
export type Verdict = Finding['verdict'];

/**
 * Compares along the policy if it varies, else along the first factor that varies. Yields after
 * each pair of groups.
 */
export function* compareGroups(
	study: Study,
	groups: readonly GroupWithResults[],
	measures: readonly ReadMeasure[],
): Generator<void, readonly Comparison[]> {
	const varies = (id: string) => new Set(groups.map(({ factors }) => factors[id])).size > 1;
	const factor = factorIds(study).find((id) => id !== 'seed' && varies(id));
	if (factor === undefined) return [];
	// A domain share is a policy.
	const together = factor === 'policy' ? ['policy', 'domainShare'] : [factor];
	const pairing = factorIds(study).filter((id) => !together.includes(id));
	const others = pairing.filter((id) => id !== 'seed');
	const varied = others.filter(varies);
	const named = factor === 'policy' ? namedReferences(study) : [];
	const against = named.length > 0 ? named : [groups[0].factors[factor]];
	const compared: Omit<Comparison, 'differences'>[] = [];
	const pairsOf: (readonly CellPair[])[] = [];
	for (const value of against)
		for (const group of groups) {
			if (group.factors[factor] === value) continue;
			const key = factorsKey(group.factors, others);
			const other = groups.find(
				({ factors }) => factors[factor] === value && factorsKey(factors, others) === key,
			);
			if (!other) continue;
			const pairs = pairCells(group.results, other.results, pairing);
			const names = namesOf({ group, other, factor, varied });
			pairsOf.push(pairs);
			compared.push({
				...names,
				factor,
				pairs: pairs.length,
				groups: [group.label, other.label],
				warnings: differenceWarnings(study, factor, names, pairs),
			});
			yield;
		}
	const found = measures.map((measure) => findingsOf(compared, pairsOf, measure));
	return compared.map((pair, i) => ({
		...pair,
		differences: found.flatMap((list) => list[i] ?? []),
	}));
}

interface ComparedGroups {
	readonly group: GroupWithResults;
	readonly other: GroupWithResults;
	/** The factor that tells the two groups apart. */
	readonly factor: string;
	/** Factors that differ between pairs of groups, for the names. */
	readonly varied: readonly string[];
}
const namesOf = ({ group, other, factor, varied }: ComparedGroups): Sides => ({
	label: valueLabel(factor, group.factors[factor]),
	against: valueLabel(factor, other.factors[factor]),
	within: varied.length > 0 ? factorsLabel(group.factors, varied) : '',
});

/** Differences below this are rounding errors and count as 0. */
const rounding = 1e-12;

/** One measure in all comparisons, corrected by Holm. null: no pair has it. */
function findingsOf(
	compared: readonly Sides[],
	pairsOf: readonly (readonly CellPair[])[],
	measure: ReadMeasure,
): (Finding | null)[] {
	const tested = pairsOf.map((pairs) => {
		const known = readGaps(pairs, measure.read);
		const gaps = known.map(({ gap }) => (Math.abs(gap) < rounding ? 0 : gap));
		const seeds = new Set(known.map(({ pair: [{ factors }] }) => factors.seed)).size;
		const isMissing = pairs.length > 0 && known.length === 0;
		return { gaps, seeds, isMissing, test: pairedTest(gaps) };
	});
	const adjusted = holm(tested.map(({ test }) => test?.p ?? null));
	return tested.map(({ gaps, seeds, isMissing, test }, i) => {
		if (isMissing) return null;
		const n = gaps.length;
		const { low = null, high = null } = test ?? {};
		const centre = n === 0 ? 0 : mean(gaps);
		const verdict = n < 2 ? 'unknown' : verdictOn(test, adjusted[i], measure);
		const { label, against, within } = compared[i];
		return {
			label,
			against,
			within,
			measure: withoutRead(measure),
			verdict,
			n,
			seeds,
			mean: centre,
			low,
			high,
			adjusted: adjusted[i],
		};
	});
}

/** Equal differences have an unknown scatter: runs that learn nothing are all equal. */
function verdictOn(
	test: PairedTest | null,
	p: number | null,
	{ better, unit }: ReadMeasure,
): Verdict {
	if (!test || p === null || test.deviation === 0) return 'undecided';
	if (p < level) return test.mean > 0 === (better === 'higher') ? 'better' : 'worse';
	const isWithin = test.inner.low > -margin && test.inner.high < margin;
	return unit === 'share' && isWithin ? 'equivalent' : 'undecided';
}
