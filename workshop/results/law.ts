/** The law of scores by the mix, its registered predictions, and what the policies then reached. */
import { existsSync, readFileSync } from 'node:fs';
import { mean, studentTail } from '../../src/engine/core/statistics.ts';
import { sha256OfJson } from '../../src/engine/core/hash.ts';
import type { Json } from '../../src/engine/core/json.ts';
import type { PairInterval } from './intervals.ts';
import type { LawFit } from '../../src/lab/study/lawFit.ts';
import { fitLaw, fixedMixes, lawRuns } from '../../src/lab/study/measuredLaw.ts';
import type { CellResult } from '../../src/lab/study/result.ts';
import { fitScoreLaw, type LawRun, type ScoreLaw } from '../../src/mixing/scoreLaw.ts';
import { cellsOf, domainSkills, pairsOf, scoreGap, tested, type Tested } from './comparisons.ts';
import { reference } from './forest.ts';
import { writeJson } from '../../scripts/lib/output.ts';
import { once } from './once.ts';
import { publishedStudy, type PublishedStudy } from '../../scripts/lib/shelf/published.ts';

/** Updates for which the law is fitted. */
export const lawSteps = [50, 100, 200, 300] as const;

const trainedIds = (study: PublishedStudy): string[] =>
	domainSkills(study).map((skill) => study.study.experiment.skills[skill].id);

/** The mixes of the study, with the answers of all bases together. */
const lawRunsAt = (step: number): LawRun[] => {
	const { study, results } = publishedStudy('law');
	return lawRuns(study, results, step);
};

const lawAt = once((step: number) => fitScoreLaw(lawRunsAt(step)));

/** The law for the page, which draws what a mix is expected to reach. */
export function lawFit(): LawFit {
	const { study, results } = publishedStudy('law');
	return fitLaw(study, results, lawSteps);
}

const registered = 'public/studies/predictions.json';

/** Differences from equal shares in shares of right answers, by policy and step. */
interface Predictions {
	/** Hash of the results of `law` and `pilot` that they follow from. */
	readonly from: string;
	readonly policies: Readonly<
		Record<
			string,
			{ readonly shares: Readonly<Record<string, number>>; readonly differences: readonly number[] }
		>
	>;
}

export const lawShares = (cells: readonly CellResult[]): number[] =>
	sharesOf(cells, trainedIds(publishedStudy('law')));

const sharesOf = (cells: readonly CellResult[], ids: readonly string[]): number[] =>
	ids.map((id) => mean(cells.map(({ mix }) => mix[id])));

/** Predicted average minus that of equal shares. */
export function expectedGap(law: ScoreLaw, shares: readonly number[]): number {
	const equal = shares.map(() => 1 / shares.length);
	return mean(law.predict(shares)) - mean(law.predict(equal));
}

/** At each of lawSteps. */
const expectedGaps = (shares: readonly number[]): number[] =>
	lawSteps.map((step) => expectedGap(lawAt(step), shares));

/**
 * Slopes of the average at equal shares, by skill: its change when the logarithm of a skill's ratio
 * grows by 1 and the others give way, so they sum to 0. With coefficients [a, c, then b or d of
 * each skill], c has no part at equal shares.
 */
export function slopesOf(law: ScoreLaw): number[] {
	const { coefficients } = law;
	const scores = law.predict(coefficients.map(() => 1 / coefficients.length));
	const byShare = coefficients.map((_, j) =>
		mean(coefficients.map((list, k) => scores[k] * (1 - scores[k]) * list[2 + j])),
	);
	const together = mean(byShare);
	return byShare.map((slope) => slope - together);
}

export const lawSkills = (): string[] => trainedIds(publishedStudy('law'));

export function makePredictions(): Predictions {
	const [law, pilot] = ['law', 'pilot'].map((name) => publishedStudy(name));
	const ids = trainedIds(law);
	const digits = (value: number) => Number(value.toPrecision(4));
	const policies = pilot.study.policies.flatMap(({ label }) => {
		const cells = cellsOf(pilot, label);
		if (cells.length === 0) return [];
		const shares = sharesOf(cells, ids);
		const entry = {
			shares: Object.fromEntries(ids.map((id, k) => [id, digits(shares[k])])),
			differences: expectedGaps(shares).map(digits),
		};
		return [[label, entry] as const];
	});
	const results = [law, pilot].map(({ results: cells }) =>
		cells.map(({ experiment, lossAt }) => ({ experiment, lossAt })),
	);
	return { from: sha256OfJson(results as unknown as Json), policies: Object.fromEntries(policies) };
}

export const writePredictions = (): void => writeJson(registered, makePredictions());

export const readPredictions = (): Predictions | null =>
	existsSync(registered) ? (JSON.parse(readFileSync(registered, 'utf8')) as Predictions) : null;

/** Differences from equal shares. */
export interface Prediction {
	readonly measured: number;
	readonly expected: number;
}

/** Root mean squares: of the predictions' error, and of what was measured around its mean. */
export function fitOf(rows: readonly Prediction[]): { error: number; scatter: number } {
	const centre = mean(rows.map(({ measured }) => measured));
	const root = (values: readonly number[]) => Math.sqrt(mean(values.map((value) => value ** 2)));
	return {
		error: root(rows.map(({ measured, expected }) => measured - expected)),
		scatter: root(rows.map(({ measured }) => measured - centre)),
	};
}

export interface Residual extends Prediction {
	readonly policy: string;
	readonly step: number;
	/** A mix that was set needs no registered prediction. */
	readonly isFixed: boolean;
	/** Measured − expected: the value of changing the mix, as far as the law is right. */
	readonly rest: Tested;
}

/**
 * The policies on the first base with a registered prediction, and those whose mix is fixed, for
 * which the law's coefficients decide it. Mean mixes are left out: they repeat other rows.
 */
export const residuals = once((): readonly Residual[] => {
	const predictions = readPredictions();
	if (!predictions) return [];
	const studies = ['policies', 'rivals'].map(publishedStudy);
	const found = studies.flatMap((study) =>
		study.study.policies.flatMap(({ label: policy, id }) => {
			const pairs = pairsOf(study, policy, reference);
			if (policy === reference || pairs.length < 2) return [];
			const registeredFor = predictions.policies[policy];
			const isFixed = fixedMixes.has(id);
			if (!isFixed && !registeredFor) return [];
			const shares = isFixed
				? lawShares(pairs.map(([cell]) => cell))
				: lawSkills().map((skill) => registeredFor.shares[skill]);
			const differences = isFixed ? expectedGaps(shares) : registeredFor.differences;
			return lawSteps.flatMap((step, i) => {
				const gap = scoreGap([study], [policy, reference], step);
				if (!gap) return [];
				const expected = differences[i];
				return [{ policy, step, isFixed, expected, measured: gap.mean, gap }];
			});
		}),
	);
	const shifted = found.map(({ gap, expected }) => {
		const centre = gap.mean - expected;
		const reach = gap.high - gap.mean;
		return { ...gap, mean: centre, low: centre - reach, high: centre + reach, p: pOf(gap, centre) };
	});
	const all = tested(shifted);
	return found.map(({ gap: _gap, ...names }, i) => ({ ...names, rest: all[i] }));
});

/** The two-sided p of another mean with the same error. */
const pOf = ({ error, draws }: PairInterval, centre: number): number =>
	Math.min(1, 2 * studentTail(Math.abs(centre) / error, draws - 1));
