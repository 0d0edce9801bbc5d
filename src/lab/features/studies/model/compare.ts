/** Comparisons of groups over pairs of cells with all other factors equal, and their verdicts. */
import {
	holm,
	isDecided,
	level,
	mostSeeds,
	pairedTest,
	pairsFor,
	type PairedTest,
} from './pairedTests.ts';
import { factorIds, factorsKey, factorsLabel, namedReferences, valueLabel } from './factors.ts';
import type { Grouping, GroupWithResults } from './groups.ts';
import { estimateMean, withoutRead, type Estimate, type ReadMeasure } from './measures.ts';
import type { Measure, Study } from './study.ts';
import type { ReportMessage, Sides } from './messages.ts';
import { pairCells, readGaps, type CellPair } from './result.ts';
import { differenceWarnings } from './warnings.ts';

/** The differences of two groups, `label` minus `against`. */
export type Comparison = ReturnType<typeof corrected<Compared>>[number];
type Compared = ReturnType<typeof compare>;
export type Difference = MeasuredDifference & {
	/** p after Holm's correction over the comparisons of its measure; null: not tested. */
	readonly adjusted: number | null;
	/** Told apart after the correction too. */
	readonly isSupported: boolean;
};

/**
 * Compares along the policy if it varies, else along the first factor that varies. Yields after
 * each pair of groups.
 */
export function* compareGroups(
	study: Study,
	{ groups, groupedBy }: Grouping,
	measures: readonly ReadMeasure[],
): Generator<void, readonly Comparison[]> {
	const varies = (id: string) => new Set(groups.map(({ factors }) => factors[id])).size > 1;
	const factor = groupedBy.find((id) => id !== 'seed' && varies(id));
	if (factor === undefined) return [];
	// A domain share and its policy are one factor. Groups without a share are several policies, so
	// they take no part in a comparison by share.
	const isShare = factor === 'domainShare';
	const together = factor === 'policy' || isShare ? ['policy', 'domainShare'] : [factor];
	const sides = isShare ? groups.filter(({ factors }) => factors[factor] !== undefined) : groups;
	const others = groupedBy.filter((id) => !together.includes(id));
	const varied = others.filter(varies);
	const pairing = factorIds(study).filter((id) => !together.includes(id));
	const named = factor === 'policy' ? namedReferences(study) : [];
	const against = named.length > 0 ? named : [sides[0].factors[factor]];
	const comparisons: Compared[] = [];
	for (const value of against)
		for (const group of sides) {
			if (group.factors[factor] === value) continue;
			const key = factorsKey(group.factors, others);
			const other = sides.find(
				({ factors }) => factors[factor] === value && factorsKey(factors, others) === key,
			);
			if (!other) continue;
			comparisons.push(compare(study, { group, other, factor, pairing, varied }, measures));
			yield;
		}
	return corrected(comparisons, measures);
}

interface ComparedGroups {
	readonly group: GroupWithResults;
	readonly other: GroupWithResults;
	/** The factor that tells the two groups apart. */
	readonly factor: string;
	/** Factors that the cells of a pair have in common. */
	readonly pairing: readonly string[];
	/** Factors that differ between pairs of groups, for the names. */
	readonly varied: readonly string[];
}

function compare(
	study: Study,
	{ group, other, factor, pairing, varied }: ComparedGroups,
	measures: readonly ReadMeasure[],
) {
	const pairs = pairCells(group.results, other.results, pairing);
	const names: Sides = {
		label: valueLabel(factor, group.factors[factor]),
		against: valueLabel(factor, other.factors[factor]),
		within: varied.length > 0 ? factorsLabel(group.factors, varied) : '',
	};
	return {
		...names,
		factor,
		/** Number of pairs of cells with all other factors equal, and of their distinct seeds. */
		pairs: pairs.length,
		groups: [group.label, other.label] as const,
		seeds: new Set(pairs.map(([{ factors }]) => factors.seed)).size,
		differences: measures.flatMap((measure) => measureDifference(names, pairs, measure)),
		/** Other differences between the two groups. */
		warnings: differenceWarnings(study, factor, names, pairs),
	};
}

/** Adds the p values of Holm's correction over the comparisons of a measure, and the sentences. */
function corrected<T extends { readonly differences: readonly MeasuredDifference[] }>(
	comparisons: readonly T[],
	measures: readonly ReadMeasure[],
) {
	const adjusted = measures.map(({ id }) =>
		holm(comparisons.map(({ differences }) => foundIn(differences, id)?.p ?? null)),
	);
	return comparisons.map(({ differences: measured, ...comparison }, row) => {
		const differences = measured.map((difference): Difference => {
			const column = measures.findIndex(({ id }) => id === difference.measure);
			const p = adjusted[column][row];
			const isSupported = isDecided(difference.verdict) && p !== null && p < level;
			return { ...difference, adjusted: p, isSupported };
		});
		return {
			...comparison,
			differences,
			/** The verdict of the first measure, then the other decided measures. */
			messages: summarise(differences, measures, comparisons.length),
		};
	});
}

const foundIn = (differences: readonly MeasuredDifference[], measure: string) =>
	differences.find((difference) => difference.measure === measure);

type MeasuredDifference = ReturnType<typeof measureDifference>[number];

/** Differences below this are rounding errors and count as 0. */
const rounding = 1e-12;

function measureDifference(names: Sides, pairs: readonly CellPair[], measure: ReadMeasure) {
	const known = readGaps(pairs, measure.read);
	if (pairs.length > 0 && known.length === 0) return [];
	const judged = judge(known, measure);
	return [{ ...judged, message: verdictMessage(names, judged, withoutRead(measure)) }];
}

type Judged = ReturnType<typeof judge>;

/** Paired differences: each cell's value minus its partner's. */
function judge(known: ReturnType<typeof readGaps>, measure: ReadMeasure) {
	const gaps = known.map(({ gap }) => (Math.abs(gap) < rounding ? 0 : gap));
	const counted = known.map(({ pair }) => pair);
	const test = pairedTest(gaps);
	const sign = measure.better === 'higher' ? 1 : -1;
	const count = (holds: (gain: number) => boolean) =>
		gaps.filter((gap) => holds(sign * gap)).length;
	const bootstrap = estimateMean(gaps) ?? { mean: 0, low: null, high: null, n: 0 };
	const { low = bootstrap.mean, high = bootstrap.mean, p = null } = test ?? {};
	const verdict = verdictOn(bootstrap, test, measure);
	return {
		measure: measure.id,
		bootstrap,
		/** Student's t interval at 95 %; null for fewer than two pairs. */
		student: gaps.length < 2 ? null : { low, high },
		/** Numbers of pairs in which the value is better, equal and worse. */
		wins: count((gain) => gain > 0),
		ties: count((gain) => gain === 0),
		losses: count((gain) => gain < 0),
		/** Distinct seeds among the pairs. */
		seeds: new Set(counted.map(([{ factors }]) => factors.seed)).size,
		verdict,
		/** Pairs that would decide it with 80 % power. null: decided, or more than 1,000. */
		pairsNeeded: verdict === 'undecided' && test ? countPairsNeeded(test, gaps.length) : null,
		/** null without a test: of one pair, and of equal ones. */
		p,
	};
}

function summarise(
	[first, ...others]: readonly Difference[],
	measures: readonly ReadMeasure[],
	total: number,
): ReportMessage[] {
	if (!first) return [{ id: 'verdict.noCommonScore', values: {} }];
	const decided = (['better', 'worse'] as const).flatMap((verdict): ReportMessage[] => {
		// As in the table of differences: after Holm's correction.
		const ids = others
			.filter((other) => other.isSupported && other.verdict === verdict)
			.map(({ measure }) => measure);
		if (ids.length === 0) return [];
		const found = measures.filter(({ id }) => ids.includes(id)).map(withoutRead);
		return [{ id: 'verdict.others', values: { verdict, measures: found } }];
	});
	const { p, adjusted, verdict, isSupported } = first;
	const isAlone = isDecided(verdict) && !isSupported;
	const alone: ReportMessage[] =
		isAlone && p !== null && adjusted !== null
			? [{ id: 'verdict.alone', values: { p, adjusted, of: total } }]
			: [];
	return [first.message, ...alone, ...decided];
}

/**
 * A difference of scores within ± this counts as none. Two points are one answer in fifty: papers
 * choose a policy for more (MoS, Table 2: up to 2.9 points), and eight bases can show it: their
 * intervals reach 1.2 to 3.4 points (docs/guide/results.md). Losses have no margin.
 */
export const margin = 0.02;

/**
 * better, worse: both intervals exclude 0. equivalent: the 90 % interval lies within ± `margin`.
 * unknown: fewer than two pairs.
 */
export type Verdict = 'better' | 'worse' | 'equivalent' | 'undecided' | 'unknown';

/** Both intervals must exclude 0: the bootstrap alone is too narrow (docs/guide/studies.md). */
function verdictOn(
	{ low, high }: Estimate,
	test: PairedTest | null,
	{ better, unit }: Measure,
): Verdict {
	if (low === null || high === null) return 'unknown';
	if (!test) return 'undecided';
	const isAbove = low > 0 && test.low > 0;
	const isBelow = high < 0 && test.high < 0;
	if (isAbove || isBelow) return isAbove === (better === 'higher') ? 'better' : 'worse';
	// Without scatter nothing is known: runs that learn nothing are all equal.
	const { inner, deviation } = test;
	const isWithin = inner.low > -margin && inner.high < margin;
	return unit === 'share' && deviation > 0 && isWithin ? 'equivalent' : 'undecided';
}

/**
 * Pairs at which a new study tells the difference with 80 % power, if the true difference and the
 * spread are those of the `n` pairs so far. null: above 1,000, or not known.
 */
function countPairsNeeded({ mean, deviation }: PairedTest, n: number): number | null {
	const pairs = pairsFor(Math.abs(mean) / deviation, level);
	return pairs && Math.max(n + 1, pairs);
}

/** Few examples often give all pairs one difference, which cannot be tested. */
function verdictMessage(sides: Sides, judged: Judged, measure: Measure): ReportMessage {
	const { bootstrap, student, wins, ties, losses, seeds, verdict, pairsNeeded, p } = judged;
	const { mean, low, high, n: pairs } = bootstrap;
	if (pairs === 0) return { id: 'verdict.noPairs', values: sides };
	if (low === null || high === null || !student)
		return { id: 'verdict.oneSeed', values: { ...sides, measure, mean } };
	const counts = { wins, ties, losses, pairs, seeds };
	const values = { ...sides, measure, mean, bootstrap: { low, high }, student, ...counts };
	if (isDecided(verdict)) return { id: `verdict.${verdict}`, values };
	if (verdict === 'equivalent') return { id: 'verdict.equivalent', values };
	if (p === null) return { id: 'verdict.twoEqualPairs', values };
	if (low === 0 && high === 0) return { id: 'verdict.allEqual', values };
	const bootstrapOnly = low > 0 || high < 0;
	return {
		id: 'verdict.undecided',
		values: { ...values, bootstrapOnly, needed: pairsNeeded, most: mostSeeds },
	};
}
