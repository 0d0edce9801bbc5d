/** The comparisons that a study names beforehand, on its primary outcome: tests and power. */
import { mean, meanOfKnown } from '#core/statistics.ts';
import { factorsKey } from '../factors.ts';
import { listsByKey } from '../groups.ts';
import { withoutRead, type Measure, type ReadMeasure } from '../measures.ts';
import type { PlannedEvidence, ReportMessage } from '../messages.ts';
import type { CellResult } from '../result.ts';
import type { Analysis, Study } from '../study.ts';
import {
	equivalenceTest,
	holm,
	level,
	pairedTest,
	type EquivalenceTest,
	type PairedTest,
} from './pairedTests.ts';
import { pairsFor, smallestRatio } from './power.ts';
import { namedPairs, pairSides, sidesOf, type Side } from './sides.ts';

export type PlannedReport = NonNullable<ReturnType<typeof plannedReport>>;
export type PlannedVerdict = PlannedEvidence['verdict'];

interface Adjusted {
	readonly adjusted: number;
}
interface Tested {
	readonly label: string;
	readonly against: string;
	/** Seeds that are finished on both sides. */
	readonly n: number;
	readonly mean: number | null;
	/** Means of the differences by the factors that the analysis averages over. */
	readonly parts: readonly { readonly label: string; readonly mean: number | null }[];
	readonly test: (PairedTest & Adjusted) | null;
	/** null: no margin, or no test. */
	readonly equivalence: (EquivalenceTest & Adjusted) | null;
	readonly verdict: PlannedVerdict;
	readonly isEquivalent: boolean;
	/** Smallest difference that these seeds detect with 80 % power; null: not known. */
	readonly smallestEffect: number | null;
	/** Seeds that detect the named effect; null: not known, or more than 1,000. */
	readonly seedsNeeded: number | null;
}
export type PlannedComparison = Tested & { readonly message: ReportMessage };

/** null: the study names no analysis, or none of its cells has the outcome. */
export function plannedReport(
	study: Study,
	finished: readonly CellResult[],
	measures: readonly ReadMeasure[],
) {
	const { analysis } = study;
	const measure = measures.find(({ id }) => id === analysis?.outcome);
	if (!analysis || !measure) return null;
	const margin = inUnits(analysis.margin, measure);
	const effect = inUnits(analysis.effect ?? analysis.margin, measure);
	const sides = sidesOf(study, analysis);
	const pairs = namedPairs(study, analysis).flatMap((names) => pairSides(sides, names));
	const tested = pairs.map((pair) => {
		const { differences, parts } = pairedDifferences(pair, analysis, finished, measure);
		const test = pairedTest(differences);
		return {
			label: pair[0].label,
			against: pair[1].label,
			n: differences.length,
			mean: differences.length > 0 ? mean(differences) : null,
			parts,
			test,
			equivalence: margin === null ? null : equivalenceTest(differences, margin),
		};
	});
	const isHolm = analysis.correction === 'holm';
	const correct = (ps: readonly (number | null)[]) => (isHolm ? holm(ps) : ps);
	const adjusted = correct(tested.map(({ test }) => test?.p ?? null));
	const adjustedEquivalence = correct(tested.map(({ equivalence }) => equivalence?.p ?? null));
	/** The level of the first step of Holm's correction. */
	const firstLevel = isHolm ? level / tested.length : level;
	const comparisons = tested.map(({ test, equivalence, ...names }, i): PlannedComparison => {
		const deviation = test?.deviation ?? 0;
		const p = adjusted[i];
		const pEquivalence = adjustedEquivalence[i];
		const isEquivalent = pEquivalence !== null && pEquivalence < level;
		const verdict = verdictOn(names.mean, p, isEquivalent, measure);
		const found: Tested = {
			...names,
			test: test && p !== null ? { ...test, adjusted: p } : null,
			equivalence:
				equivalence && pEquivalence !== null ? { ...equivalence, adjusted: pEquivalence } : null,
			verdict,
			isEquivalent,
			smallestEffect: deviation > 0 ? deviation * smallestRatio(names.n, firstLevel) : null,
			seedsNeeded:
				effect !== null && deviation > 0 ? pairsFor(effect / deviation, firstLevel) : null,
		};
		return { ...found, message: messageOn(found, { measure, margin, effect, of: tested.length }) };
	});
	return {
		measure: withoutRead(measure),
		correction: analysis.correction,
		over: analysis.over,
		margin,
		effect,
		comparisons,
	};
}

const inUnits = (amount: number | null, { unit }: Measure): number | null =>
	amount === null ? null : unit === 'share' ? amount / 100 : amount;

/** A difference per seed with all its cells on both sides, and means by the averaged factors. */
function pairedDifferences(
	[one, other]: readonly [Side, Side],
	{ over }: Analysis,
	finished: readonly CellResult[],
	measure: ReadMeasure,
) {
	const ids = Object.keys(one.factors);
	const cellsOf = ({ factors }: Side) => {
		const key = factorsKey(factors, ids);
		return finished.filter((result) => factorsKey(result.factors, ids) === key);
	};
	const pairing = ['seed', ...over];
	const partners = new Map(
		cellsOf(other).map((result) => [factorsKey(result.factors, pairing), result]),
	);
	const gaps = cellsOf(one).flatMap((result) => {
		const partner = partners.get(factorsKey(result.factors, pairing));
		const [a, b] = [measure.read(result), partner ? measure.read(partner) : null];
		return a === null || b === null ? [] : [{ factors: result.factors, gap: a - b }];
	});
	const bySeed = listsByKey(gaps, ({ factors }) => factors.seed);
	const whole = [...bySeed.values()].filter((list) => list.length === one.cellsPerSeed);
	const parts =
		over.length === 0 ? [] : listsByKey(gaps, ({ factors }) => factorsKey(factors, over));
	return {
		differences: whole.map((list) => mean(list.map(({ gap }) => gap))),
		parts: [...parts.values()].map((list) => ({
			label: over.map((id) => String(list[0].factors[id])).join(' · '),
			mean: meanOfKnown(list.map(({ gap }) => gap)),
		})),
	};
}

/** `p`: adjusted. */
function verdictOn(
	centre: number | null,
	p: number | null,
	isEquivalent: boolean,
	{ better }: Measure,
): PlannedVerdict {
	if (centre === null || p === null) return 'unknown';
	if (p < level) return centre > 0 === (better === 'higher') ? 'better' : 'worse';
	return isEquivalent ? 'equivalent' : 'undecided';
}

function messageOn(
	{ label, against, n, verdict, isEquivalent, ...found }: Tested,
	plan: Pick<PlannedEvidence, 'margin' | 'effect' | 'of'> & { readonly measure: ReadMeasure },
): ReportMessage {
	const measure = withoutRead(plan.measure);
	const { test, equivalence, smallestEffect, seedsNeeded } = found;
	if (!test) return { id: 'planned.unknown', values: { label, against, measure, n } };
	const { mean: centre, low, high, p, adjusted } = test;
	const values = { label, against, n, mean: centre, low, high, p, adjusted, equivalence };
	return {
		id: 'planned',
		values: { ...values, ...plan, measure, verdict, isEquivalent, smallestEffect, seedsNeeded },
	};
}
