/** The comparisons that a study names beforehand, on its primary outcome: tests and power. */
import { listsByKey } from '#engine/core/listsByKey.ts';
import { remembered } from '#engine/core/remembered.ts';
import { mean, meanOfKnown } from '#engine/core/statistics.ts';
import { factorsKey, valueLabel } from '../factors.ts';
import {
	listMeasures,
	toLoss,
	toScore,
	withoutRead,
	type ReadMeasure,
	type ScoredSkill,
} from '../measures.ts';
import type { Measure, Analysis, Study } from '../study.ts';
import { pairCells, readGaps, type CellResult } from '../result.ts';
import { promptVarianceAtEnd } from './promptVariance.ts';
import {
	equivalenceTest,
	holm,
	level,
	pairedTest,
	pairsFor,
	smallestRatio,
	type PlannedVerdict,
} from './pairedTests.ts';
import { cellsOf, namedPairs, outcomeSkills, pairSides, listSides, type Side } from './sides.ts';

export type PlannedReport = NonNullable<ReturnType<typeof plannedReport>>;
/** Amounts are in the measure's unit. */
export type PlannedComparison = PlannedReport['comparisons'][number];

/** Each comparison is also made in these measures, and its report shows them beside the outcome. */
export const besideIds = ['average', 'withoutRecall', 'loss'] as const;

/**
 * The pairs of sides that the analysis names, with the measure of each and those beside it. A skill
 * as its own outcome is a measure of its own, with its loss beside it.
 */
export function plannedPairs(study: Study, analysis: Analysis, scored: readonly ScoredSkill[]) {
	const measures = listMeasures(study, scored);
	const shared = measures.find(({ id }) => id === analysis.outcome);
	const sides = listSides(study, analysis);
	if (!shared) return [];
	const others = besideIds.flatMap((id) =>
		measures.filter((other) => other.id === id && other !== shared),
	);
	const hasExact = scored.map((skill) => skill.hasExact);
	return namedPairs(study, analysis).flatMap((named) =>
		pairSides(sides, named).map((pair) => {
			const ownSkills = outcomeSkills(study, pair, named[2]);
			if (!ownSkills) return { pair, measure: shared, beside: others, on: null };
			const measure = toScore('target', ownSkills, study, hasExact);
			const beside = measure.unit === 'share' ? [toLoss('loss', ownSkills, study)] : [];
			return { pair, measure, beside, on: measure.skills.join(', ') };
		}),
	);
}

/** null: the study names no analysis, or none of its cells has the outcome. */
export function plannedReport(
	study: Study,
	finished: readonly CellResult[],
	scored: readonly ScoredSkill[],
) {
	const { analysis } = study;
	const pairs = analysis ? plannedPairs(study, analysis, scored) : [];
	if (!analysis || pairs.length === 0) return null;
	const measures = listOutcomes(pairs);
	const margin = inUnits(analysis.margin, measures[0]);
	const effect = inUnits(analysis.effect ?? analysis.margin, measures[0]);
	const { correction } = analysis;
	const isHolm = correction === 'holm';
	const correct = (ps: readonly (number | null)[]) => (isHolm ? holm(ps) : ps);
	const beside = testBeside(pairs, analysis, finished, correct);
	const tested = pairs.map(({ pair, measure, on }) => {
		const { differences, parts, prompts, test } = testPair(pair, analysis, finished, measure);
		return {
			label: pair[0].label,
			against: pair[1].label,
			/** Names of the skills of its own outcome; null: it has the study's outcome. */
			on,
			measure: withoutRead(measure),
			/** Seeds that are finished on both sides. */
			n: differences.length,
			mean: differences.length > 0 ? mean(differences) : null,
			/** Means of the differences by the factors that the analysis averages over. */
			parts,
			test,
			equivalence: margin === null ? null : equivalenceTest(differences, margin, prompts),
		};
	});
	const adjusted = correct(tested.map(({ test }) => test?.p ?? null));
	const adjustedEquivalence = correct(tested.map(({ equivalence }) => equivalence?.p ?? null));
	/** The level of the first step of Holm's correction. */
	const firstLevel = isHolm ? level / tested.length : level;
	/** Most comparisons have the same number of seeds. */
	const ratioOf = remembered((n: number) => smallestRatio(n, firstLevel));
	const comparisons = tested.map(({ test, equivalence, ...names }, i) => {
		const spread = test?.spread ?? 0;
		const isEquivalent = (adjustedEquivalence[i] ?? 1) < level;
		return {
			...names,
			test: withAdjusted(test, adjusted[i]),
			/** null: no margin, or no test. */
			equivalence: withAdjusted(equivalence, adjustedEquivalence[i]),
			verdict: verdictOn(names.mean, adjusted[i], isEquivalent, names.measure),
			beside: beside[i],
			isEquivalent,
			/** Smallest difference that these seeds detect with 80 % power; null: not known. */
			smallestEffect: spread > 0 ? spread * ratioOf(names.n) : null,
			/** Seeds that detect the named effect; null: not known, or more than 1,000. */
			seedsNeeded: effect !== null && spread > 0 ? pairsFor(effect / spread, firstLevel) : null,
		};
	});
	return {
		/** The study's outcome, and the comparisons' own skills together. All have one unit. */
		measures,
		correction,
		over: analysis.over,
		margin,
		effect,
		comparisons,
	};
}

/** A test with its p after Holm's correction. */
const withAdjusted = <Test>(test: Test | null, adjusted: number | null) =>
	test === null || adjusted === null ? null : { ...test, adjusted };

/** The measures beside each comparison, each corrected over all comparisons. */
function testBeside(
	pairs: ReturnType<typeof plannedPairs>,
	analysis: Analysis,
	finished: readonly CellResult[],
	correct: (ps: readonly (number | null)[]) => readonly (number | null)[],
) {
	const columns = besideIds.map((id) => {
		const tests = pairs.map(({ pair, beside }) => {
			const measure = beside.find((other) => other.id === id);
			return measure && { measure, ...testPair(pair, analysis, finished, measure) };
		});
		const adjusted = correct(tests.map((found) => found?.test?.p ?? null));
		return tests.map((found, i) => {
			const test = found && withAdjusted(found.test, adjusted[i]);
			if (!test) return [];
			const { measure } = found;
			const verdict = verdictOn(test.mean, test.adjusted, false, measure);
			return [{ measure: withoutRead(measure), test, verdict }];
		});
	});
	return pairs.map((_, i) => columns.flatMap((column) => column[i]));
}

function listOutcomes(pairs: ReturnType<typeof plannedPairs>): Measure[] {
	const ownMeasures = pairs.filter(({ on }) => on !== null).map(({ measure }) => measure);
	const shared = pairs.find(({ on }) => on === null)?.measure;
	const skills = [...new Set(ownMeasures.flatMap((measure) => measure.skills))];
	const merged = ownMeasures.slice(0, 1).map((measure) => ({ ...measure, skills }));
	return [...(shared ? [shared] : []), ...merged].map(withoutRead);
}

const inUnits = (amount: number | null, { unit }: Measure): number | null =>
	amount === null ? null : unit === 'share' ? amount / 100 : amount;

/** A difference per seed with all its cells on both sides, its test, and means by factor. */
function testPair(
	[left, right]: readonly [Side, Side],
	{ over }: Analysis,
	finished: readonly CellResult[],
	measure: ReadMeasure,
) {
	const all = pairCells(cellsOf(left, finished), cellsOf(right, finished), ['seed', ...over]);
	const gaps = readGaps(all, measure.read);
	const bySeed = listsByKey(gaps, ({ pair: [{ factors }] }) => factors.seed);
	const whole = [...bySeed.values()].filter((list) => list.length === left.cellsPerSeed);
	const differences = whole.map((list) => mean(list.map(({ gap }) => gap)));
	const prompts = promptVarianceAtEnd(
		whole.flat().map(({ pair }) => pair),
		measure,
	);
	const parts =
		over.length === 0
			? []
			: listsByKey(gaps, ({ pair: [{ factors }] }) => factorsKey(factors, over));
	return {
		differences,
		prompts,
		test: pairedTest(differences, prompts),
		parts: [...parts.values()].map((list) => ({
			label: over.map((id) => valueLabel(id, list[0].pair[0].factors[id])).join(' · '),
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
