/** Each group against the named ones, over pairs of cells that are alike in all else. */
import { bootstrapInterval } from '#core/bootstrap.ts';
import { pairedDifference } from '#core/statistics.ts';
import { alike, factorIds, factorsLabel, valueLabel } from './factors.ts';
import type { GroupWithResults } from './groups.ts';
import type { ReadMeasure } from './measures.ts';
import type { Comparison, Difference } from './reportTypes.ts';
import type { CellResult } from './result.ts';
import type { Study } from './study.ts';
import { pairsNeeded, verdictOf, verdictSentence, type Compared } from './verdict.ts';
import { differsBeside } from './warnings.ts';

type Pair = readonly [CellResult, CellResult];

/** Along the policy where the groups differ in it, else along the first factor in which they do. */
export function compared(
	study: Study,
	groups: readonly GroupWithResults[],
	measures: readonly ReadMeasure[],
	groupedBy: readonly string[],
): Comparison[] {
	const factor = groupedBy.find(
		(id) => id !== 'seed' && new Set(groups.map(({ factors }) => factors[id])).size > 1,
	);
	if (factor === undefined) return [];
	// A share of the domain and its policy are one thing; what is no share is several policies, and no side of a comparison by share.
	const isShare = factor === 'domainShare';
	const together = factor === 'policy' || isShare ? ['policy', 'domainShare'] : [factor];
	const sides = isShare ? groups.filter(({ factors }) => factors[factor] !== undefined) : groups;
	const others = groupedBy.filter((id) => !together.includes(id));
	const rest = factorIds(study).filter((id) => !together.includes(id));
	const against =
		factor === 'policy' && study.against.length > 0 ? study.against : [sides[0].factors[factor]];
	return against.flatMap((value) =>
		sides.flatMap((group) => {
			if (group.factors[factor] === value) return [];
			const other = sides.find(
				({ factors }) =>
					factors[factor] === value && alike(factors, others) === alike(group.factors, others),
			);
			return other ? [comparison(group, other, factor)] : [];
		}),
	);

	function comparison(
		group: GroupWithResults,
		other: GroupWithResults,
		factor: string,
	): Comparison {
		const partners = new Map(other.results.map((result) => [alike(result.factors, rest), result]));
		const pairs = group.results.flatMap((result): Pair[] => {
			const partner = partners.get(alike(result.factors, rest));
			return partner ? [[result, partner]] : [];
		});
		const varied = others.filter(
			(id) => new Set(groups.map(({ factors }) => factors[id])).size > 1,
		);
		const names: Compared = {
			label: valueLabel(factor, group.factors[factor]),
			against: valueLabel(factor, other.factors[factor]),
			within: varied.length > 0 ? factorsLabel(group.factors, varied) : '',
		};
		const differences = measures.flatMap((measure) => differenceOf(names, pairs, measure));
		return {
			...{ ...names, factor, pairs: pairs.length },
			...{ groups: [group.label, other.label] as const },
			seeds: new Set(pairs.map(([{ factors }]) => factors.seed)).size,
			differences,
			sentence: summaryOf(differences, measures),
			warnings: differsBeside(study, factor, names, pairs),
		};
	}
}

/** Two numbers that differ by rounding alone are equal. */
const rounding = 1e-12;

function differenceOf(names: Compared, pairs: readonly Pair[], measure: ReadMeasure): Difference[] {
	const known = pairs.flatMap(([one, other]) => {
		const [a, b] = [measure.of(one), measure.of(other)];
		return a === null || b === null ? [] : [{ a, b, seed: one.factors.seed }];
	});
	if (pairs.length > 0 && known.length === 0) return [];
	const gaps = known.map(({ a, b }) => (Math.abs(a - b) < rounding ? 0 : a - b));
	const { mean, low, high, n } = bootstrapInterval(gaps);
	const student = pairedDifference(
		gaps,
		gaps.map(() => 0),
	);
	const sign = measure.better === 'higher' ? 1 : -1;
	const count = (holds: (gain: number) => boolean) =>
		gaps.filter((gap) => holds(sign * gap)).length;
	const paired = {
		bootstrap: {
			mean: n === 0 ? 0 : mean,
			low: n < 2 ? null : low,
			high: n < 2 ? null : high,
			n,
		},
		student: n < 2 ? null : { low: student.low, high: student.high },
		wins: count((gain) => gain > 0),
		ties: count((gain) => gain === 0),
		losses: count((gain) => gain < 0),
		seeds: new Set(known.map(({ seed }) => seed)).size,
	};
	const verdict = verdictOf(paired, measure.better);
	return [
		{
			measure: measure.id,
			...paired,
			verdict,
			pairsNeeded: verdict === 'undecided' ? pairsNeeded(paired) : null,
			sentence: verdictSentence(names, paired, measure),
		},
	];
}

/** The first measure's sentence, then which of the others are told apart. */
function summaryOf(
	[first, ...others]: readonly Difference[],
	measures: readonly ReadMeasure[],
): string {
	if (!first) return 'Nothing can be compared: the cells have no score in common.';
	const phraseOf = (id: string) => measures.find((measure) => measure.id === id)!.phrase;
	const told = (['better', 'worse'] as const).flatMap((verdict) => {
		const phrases = others.filter((d) => d.verdict === verdict).map((d) => phraseOf(d.measure));
		return phrases.length > 0 ? [` Also ${verdict}: ${phrases.join(', ')}.`] : [];
	});
	return first.sentence + told.join('');
}
