/**
 * The law of all bases: fitted to the fixed mixes of `law` and `laws`, with a level of each base's
 * own, and held against the main comparison on the same bases. Shares are those of whole runs.
 */
import { mean } from '../../src/engine/core/statistics.ts';
import { meanScore, scoreDifference, toInterval, type PairInterval } from './intervals.ts';
import { listsByKey } from '../../src/engine/core/listsByKey.ts';
import { fixedMixes, lawRuns } from '../../src/lab/study/measuredLaw.ts';
import type { CellPair, CellResult } from '../../src/lab/study/result.ts';
import {
	fitScoreLaw,
	fitScoreLaws,
	type LawRun,
	type ScoreLaw,
} from '../../src/mixing/scoreLaw.ts';
import { domainSkills, pairsOf, tested, type Tested } from './comparisons.ts';
import { reference } from './forest.ts';
import { expectedGap, fitOf, lawShares, slopesOf, type Prediction } from './law.ts';
import { once } from './once.ts';
import { publishedStudy, type PublishedStudy } from '../../scripts/lib/shelf/published.ts';

/** Updates at which the main comparison was measured on all bases. */
export const basesSteps = [100, 200, 300] as const;

const baseOf = ({ factors }: CellResult, { study }: PublishedStudy): string =>
	String(factors.model ?? study.experiment.model.id);

/** The runs of the mixes by base, of the bases that have all of them. */
export function runsByBase(step: number): Map<string, LawRun[]> {
	const studies = ['law', 'laws'].map(publishedStudy);
	const [{ study: first }] = studies;
	const all = studies.flatMap((study) =>
		[...listsByKey(study.results, (cell) => baseOf(cell, study))].map(
			([base, cells]) => [base, lawRuns(study.study, cells, step)] as const,
		),
	);
	return new Map(all.filter(([, runs]) => runs.length === first.policies.length));
}

/** The laws of all bases, which differ in their level alone. */
export const lawsByBase = once((step: number): ReadonlyMap<string, ScoreLaw> => {
	const runs = runsByBase(step);
	const laws = fitScoreLaws([...runs.values()]);
	return new Map([...runs.keys()].map((base, i) => [base, laws[i]]));
});

/** For each base the laws of the others, fitted without it. */
function lawsOfOthers(step: number): ReadonlyMap<string, readonly ScoreLaw[]> {
	const runs = runsByBase(step);
	return new Map(
		[...runs.keys()].map((base) => [
			base,
			fitScoreLaws([...runs].flatMap(([other, list]) => (other === base ? [] : [list]))),
		]),
	);
}

/** The law of each base's own runs. */
const lawOfEach = once((step: number): ReadonlyMap<string, ScoreLaw> => {
	const runs = runsByBase(step);
	return new Map([...runs].map(([base, list]) => [base, fitScoreLaw(list)]));
});

/** Slope of the average by skill, from each base's own law: bases are random draws. */
export function slopesOverBases(step: number, but?: string): PairInterval[] {
	const byBase = [...lawOfEach(step)].flatMap(([base, law]) =>
		base === but ? [] : [slopesOf(law)],
	);
	return byBase[0].map((_, skill) =>
		toInterval(
			byBase.map((slopes) => slopes[skill]),
			0,
		),
	);
}

const scoreOf = ({ right, prompts }: LawRun): number =>
	mean(right.map((count, k) => count / prompts[k]));

/** A law held against mixes that it was not fitted to: differences from equal shares. */
export interface MixCheck {
	readonly mixes: number;
	readonly bases: number;
	/** Root of the mean squared error, and the part of the scatter that is explained. */
	readonly error: number;
	readonly explained: number;
}

function checkOf(byMix: readonly Prediction[], bases: number): MixCheck {
	const { error, scatter } = fitOf(byMix);
	return { mixes: byMix.length, bases, error, explained: 1 - (error / scatter) ** 2 };
}

/** Mean difference over bases from equal shares, of each other mix. Equal shares come first. */
const measuredGaps = (byBase: readonly (readonly LawRun[])[]): number[] =>
	byBase[0]
		.slice(1)
		.map((_, i) => mean(byBase.map((runs) => scoreOf(runs[i + 1]) - scoreOf(runs[0]))));

/** The law of the first base alone, on the other bases together; null: no other has all mixes. */
export const checkFirstLaw = once((step: number): MixCheck | null => {
	const [first, ...others] = [...runsByBase(step).values()];
	if (others.length === 0) return null;
	const law = fitScoreLaw(first);
	const byMix = measuredGaps(others).map((measured, i) => ({
		measured,
		expected: expectedGap(law, others[0][i + 1].shares),
	}));
	return checkOf(byMix, others.length);
});

/** The law of all bases, each mix left out of all of them in turn. */
export function checkBasesLaw(step: number): MixCheck {
	const byBase = [...runsByBase(step).values()];
	const byMix = measuredGaps(byBase).map((measured, i) => {
		const laws = fitScoreLaws(byBase.map((runs) => runs.filter((_, j) => j !== i + 1)));
		const { shares } = byBase[0][i + 1];
		return { measured, expected: mean(laws.map((law) => expectedGap(law, shares))) };
	});
	return checkOf(byMix, byBase.length);
}

export interface BasesResidual {
	readonly policy: string;
	readonly step: number;
	/** Its mix does not depend on the run: that a law of fixed mixes predicts it is no finding. */
	readonly isFixed: boolean;
	/** Each base by the law of all bases, by that of all others, and by that of each other alone. */
	readonly byBase: readonly Prediction[];
	readonly unseen: readonly Prediction[];
	readonly byOne: readonly Prediction[];
	readonly expected: number;
	/** Slope times difference of shares. */
	readonly linear: number;
	readonly measured: PairInterval;
	/** Measured − expected of each base. */
	readonly rest: Tested;
}

export const asPrediction = ({ measured, expected }: BasesResidual): Prediction => ({
	measured: measured.mean,
	expected,
});

/** The policies of the main comparison but equal shares. Mean mixes repeat other rows. */
export const basesResiduals = once((): readonly BasesResidual[] => {
	const studies = ['policies', 'bases'].map(publishedStudy);
	const [main] = studies;
	const plain = main.study.policies.filter(
		({ label, meanOf }) => label !== reference && meanOf === undefined,
	);
	const skills = domainSkills(main);
	const fitted = basesSteps.map((step) => ({
		step,
		laws: lawsByBase(step),
		others: lawsOfOthers(step),
		single: lawOfEach(step),
		slopes: slopesOverBases(step).map(({ mean: slope }) => slope),
	}));
	const found = plain.flatMap(({ label: policy, id }) =>
		fitted.flatMap(({ step, laws, others, single, slopes }) => {
			const pairs = studies.flatMap((study) =>
				[...listsByKey(pairsOf(study, policy, reference), ([cell]) => baseOf(cell, study))].filter(
					([base]) => laws.has(base),
				),
			);
			if (pairs.length < 2) return [];
			const byBase = pairs.map(([, list]) => list);
			const shares = byBase.map((list: readonly CellPair[]) =>
				lawShares(list.map(([cell]) => cell)),
			);
			const expected = pairs.map(([base], i) => expectedGap(laws.get(base)!, shares[i]));
			const measured = scoreDifference(byBase, step, skills);
			const rest = scoreDifference(byBase, step, skills, expected);
			if (!measured || !rest) return [];
			const gaps = byBase.map((list) =>
				mean(list.map(([a, b]) => meanScore(a, step, skills)! - meanScore(b, step, skills)!)),
			);
			const predicted = (expectedOf: (base: string, i: number) => number) =>
				gaps.map((gap, i) => ({ measured: gap, expected: expectedOf(pairs[i][0], i) }));
			const linear = mean(
				shares.map((list) =>
					list.reduce((sum, share, k) => sum + slopes[k] * (list.length * share - 1), 0),
				),
			);
			const isFixed = fixedMixes.has(id);
			const all = predicted((_, i) => expected[i]);
			const unseen = predicted((base, i) =>
				mean(others.get(base)!.map((law) => expectedGap(law, shares[i]))),
			);
			const byOne = gaps.flatMap((gap, i) =>
				[...single].flatMap(([base, law]) =>
					base === pairs[i][0] ? [] : [{ measured: gap, expected: expectedGap(law, shares[i]) }],
				),
			);
			return [
				{
					policy,
					step,
					isFixed,
					byBase: all,
					unseen,
					byOne,
					expected: mean(expected),
					linear,
					measured,
					rest,
				},
			];
		}),
	);
	const all = tested(found.map(({ rest }) => rest));
	return found.map((row, i) => ({ ...row, rest: all[i] }));
});
