/** Comparisons of groups over pairs of cells with all other factors equal. */
import { meanInterval } from '#core/statistics.ts';
import { factorIds, factorsKey, factorsLabel, valueLabel } from './factors.ts';
import type { Grouping, GroupWithResults } from './groups.ts';
import { estimateOf, withoutRead, type ReadMeasure } from './measures.ts';
import type { ReportMessage, Sides } from './messages.ts';
import type { Comparison, Difference } from './reportTypes.ts';
import type { CellPair } from './result.ts';
import type { Study } from './study.ts';
import { judge, verdictMessage } from './verdict.ts';
import { differenceWarnings } from './warnings.ts';

/** Compares along the policy if it varies, else along the first factor that varies. */
export function compareGroups(
	study: Study,
	{ groups, groupedBy }: Grouping,
	measures: readonly ReadMeasure[],
): Comparison[] {
	const varies = (id: string) => new Set(groups.map(({ factors }) => factors[id])).size > 1;
	const factor = groupedBy.find((id) => id !== 'seed' && varies(id));
	if (factor === undefined) return [];
	// A domain share and its policy are one factor. Groups without a share are several policies, so
	// they take no part in a comparison by share.
	const isShare = factor === 'domainShare';
	const together = factor === 'policy' || isShare ? ['policy', 'domainShare'] : [factor];
	const sides = isShare ? groups.filter(({ factors }) => factors[factor] !== undefined) : groups;
	const others = groupedBy.filter((id) => !together.includes(id));
	const pairing = factorIds(study).filter((id) => !together.includes(id));
	const against =
		factor === 'policy' && study.against.length > 0 ? study.against : [sides[0].factors[factor]];
	return against.flatMap((value) =>
		sides.flatMap((group) => {
			if (group.factors[factor] === value) return [];
			const key = factorsKey(group.factors, others);
			const other = sides.find(
				({ factors }) => factors[factor] === value && factorsKey(factors, others) === key,
			);
			return other ? [compare(group, other, factor)] : [];
		}),
	);

	function compare(group: GroupWithResults, other: GroupWithResults, factor: string): Comparison {
		const partners = new Map(
			other.results.map((result) => [factorsKey(result.factors, pairing), result]),
		);
		const pairs = group.results.flatMap((result): CellPair[] => {
			const partner = partners.get(factorsKey(result.factors, pairing));
			return partner ? [[result, partner]] : [];
		});
		const varied = others.filter(varies);
		const names: Sides = {
			label: valueLabel(factor, group.factors[factor]),
			against: valueLabel(factor, other.factors[factor]),
			within: varied.length > 0 ? factorsLabel(group.factors, varied) : '',
		};
		const differences = measures.flatMap((measure) => measureDifference(names, pairs, measure));
		return {
			...names,
			factor,
			pairs: pairs.length,
			groups: [group.label, other.label],
			seeds: new Set(pairs.map(([{ factors }]) => factors.seed)).size,
			differences,
			messages: summarise(differences, measures),
			warnings: differenceWarnings(study, factor, names, pairs),
		};
	}
}

/** Differences below this are rounding errors and count as 0. */
const rounding = 1e-12;

function measureDifference(
	names: Sides,
	pairs: readonly CellPair[],
	measure: ReadMeasure,
): Difference[] {
	const known = pairs.flatMap(([one, other]) => {
		const [a, b] = [measure.read(one), measure.read(other)];
		return a === null || b === null ? [] : [{ a, b, seed: one.factors.seed }];
	});
	if (pairs.length > 0 && known.length === 0) return [];
	const gaps = known.map(({ a, b }) => (Math.abs(a - b) < rounding ? 0 : a - b));
	const { low, high } = meanInterval(gaps);
	const sign = measure.better === 'higher' ? 1 : -1;
	const count = (holds: (gain: number) => boolean) =>
		gaps.filter((gap) => holds(sign * gap)).length;
	const judged = judge(
		{
			bootstrap: estimateOf(gaps) ?? { mean: 0, low: null, high: null, n: 0 },
			student: gaps.length < 2 ? null : { low, high },
			wins: count((gain) => gain > 0),
			ties: count((gain) => gain === 0),
			losses: count((gain) => gain < 0),
			seeds: new Set(known.map(({ seed }) => seed)).size,
		},
		measure.better,
	);
	const message = verdictMessage(names, judged, withoutRead(measure));
	return [{ measure: measure.id, ...judged, message }];
}

function summarise(
	[first, ...others]: readonly Difference[],
	measures: readonly ReadMeasure[],
): ReportMessage[] {
	if (!first) return [{ id: 'verdict.noCommonScore', values: {} }];
	const decided = (['better', 'worse'] as const).flatMap((verdict): ReportMessage[] => {
		const ids = others.filter((other) => other.verdict === verdict).map(({ measure }) => measure);
		if (ids.length === 0) return [];
		const found = measures.filter(({ id }) => ids.includes(id)).map(withoutRead);
		return [{ id: 'verdict.others', values: { verdict, measures: found } }];
	});
	return [first.message, ...decided];
}
