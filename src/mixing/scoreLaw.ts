/**
 * A law of scores by the mix, fitted to short runs of fixed mixes. For skill k of K, with
 * x_j = ln(K · share of j), so that x = 0 is equal shares:
 *
 *     logit(score of k) = a_k + b_k x_k + c_k x_k² + Σ_{j ≠ k} d_kj x_j
 *
 * Logistic regression on the numbers of right answers, with normal priors around 0: b wide, c and d
 * narrow, so that few runs suffice. Ours.
 */
import { InSteps } from '#engine/core/InSteps.ts';
import { lowest, mean, studentQuantile } from '#engine/core/statistics.ts';
import { randomStream, type RandomStream } from '#engine/core/random.ts';
import { dirichletShares } from './dirichlet.ts';
import { dot, solveRows } from './linearEquations.ts';
import { normalise } from './shares.ts';

/** A run: its mean shares, and right answers of each skill. Lists are by skill. */
export interface LawRun {
	readonly shares: readonly number[];
	readonly right: readonly number[];
	readonly prompts: readonly number[];
}

export interface ScoreLaw {
	/** Expected score of each skill, 0 to 1. */
	predict(shares: readonly number[]): number[];
	/** Coefficients of each skill: [a, c, then b or d of each skill]. */
	readonly coefficients: readonly (readonly number[])[];
}

/** Shares below this count as this: the law knows nothing of smaller ones. */
const leastShare = 0.003;
/** Standard deviations of the priors. */
const priors = { own: 2, curve: 0.3, other: 0.3 };
/** Answers of one run scatter together, so each counts for less than an answer. */
const overdispersion = 2;

const logShares = (shares: readonly number[]): number[] =>
	shares.map((share) => Math.log(shares.length * Math.max(share, leastShare)));
const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

const features = (shares: readonly number[], skill: number): number[] => {
	const x = logShares(shares);
	return [1, x[skill] ** 2, ...x];
};

export const scoreLaw = (coefficients: ScoreLaw['coefficients']): ScoreLaw => ({
	coefficients,
	predict: (shares) =>
		coefficients.map((list, skill) => sigmoid(dot(list, features(shares, skill)))),
});

export const fitScoreLaw = (runs: readonly LawRun[]): ScoreLaw => fitScoreLaws([runs])[0];

/** Laws of several bases: each has its own a_k, and b, c and d are the same. */
export function fitScoreLaws(byBase: readonly (readonly LawRun[])[]): ScoreLaw[] {
	const bySkill = byBase[0][0].shares.map((_, skill) => fitSkill(byBase, skill));
	const bases = byBase.length;
	return byBase.map((_, base) =>
		scoreLaw(bySkill.map((fitted) => [fitted[base], ...fitted.slice(bases)])),
	);
}

/**
 * Newton steps on the penalised likelihood; the priors make it strictly concave. Returns a of each
 * base, then c and the rest.
 */
function fitSkill(byBase: readonly (readonly LawRun[])[], skill: number): number[] {
	const bases = byBase.length;
	const runs = byBase.flat();
	const x = byBase.flatMap((list, base) =>
		list.map(({ shares }) => {
			const [, ...rest] = features(shares, skill);
			return [...byBase.map((_, other) => Number(other === base)), ...rest];
		}),
	);
	const precision = x[0].map((_, i) => {
		if (i < bases) return 1e-4;
		const { own: ownPrior, curve, other } = priors;
		return 1 / (i === bases ? curve : i - bases - 1 === skill ? ownPrior : other) ** 2;
	});
	let point = x[0].map(() => 0);
	for (let round = 0; round < 50; round++) {
		const fitted = x.map((row) => sigmoid(dot(point, row)));
		const weight = (i: number) => runs[i].prompts[skill] / overdispersion;
		const slope = point.map((at, g) =>
			x.reduce((sum, row, i) => {
				const { right, prompts } = runs[i];
				return sum + weight(i) * (right[skill] / prompts[skill] - fitted[i]) * row[g];
			}, -precision[g] * at),
		);
		const curvature = point.map((_, g) =>
			point.map((__, h) =>
				x.reduce(
					(sum, row, i) => sum + weight(i) * fitted[i] * (1 - fitted[i]) * row[g] * row[h],
					g === h ? precision[g] : 0,
				),
			),
		);
		const step = solveRows(curvature.map((row, g) => [...row, slope[g]]));
		point = point.map((at, g) => at + Math.max(-2, Math.min(2, step[g])));
		if (step.every((change) => Math.abs(change) < 1e-9)) break;
	}
	return point;
}

/** The value of a mix, from the expected score of each skill. */
export type ScoreValue = (scores: readonly number[]) => number;

/** `weights`: how much each skill counts, by skill. */
export function averageOf(weights: readonly number[]): ScoreValue {
	const goal = normalise(weights);
	return (scores) => dot(goal, scores);
}

/** The lowest score of the skills that count. */
export const weakestOf =
	(counts: readonly boolean[]): ScoreValue =>
	(scores) =>
		lowest(scores.filter((_, k) => counts[k]));

/** How well a law predicts a goal of runs that it was not fitted to. */
export interface LawCheck {
	readonly mixes: number;
	/** Part of the scatter of the measured scores that the predictions explain. */
	readonly explained: number;
	/** Root of the mean squared error. */
	readonly error: number;
	/** Factor of a promised gain, 0.5 to 1: the best of many predictions is too high. */
	readonly shrinkage: number;
	/** 95 % reach of the promised difference of two runs that the law does not know. */
	readonly reach: number;
}

/** Scores by skill of a run that the law was not fitted to. */
export interface LeftOut {
	readonly measured: readonly number[];
	readonly predicted: readonly number[];
}

/** Fits a law to all runs but one, for each. */
export const leaveEachOut = (all: readonly LawRun[]): LeftOut[] =>
	all.map((run, i) => ({
		measured: run.right.map((right, k) => right / run.prompts[k]),
		predicted: fitScoreLaw(all.filter((_, j) => j !== i)).predict(run.shares),
	}));

/**
 * The least-squares slope of measured on predicted differences from the mean shrinks a promise, but
 * of few mixes it is as noisy as it is useful. Half way from 1 to it is closest to what fresh runs
 * gain (docs/guide/studies.md, "A law of your own mix"). Ours.
 */
export function checkScoreLaw(left: readonly LeftOut[], goal: ScoreValue): LawCheck {
	const runs = left.map(({ measured, predicted }) => ({
		measured: goal(measured),
		predicted: goal(predicted),
	}));
	const mixes = left.length;
	const centre = mean(runs.map(({ measured }) => measured));
	const guess = mean(runs.map(({ predicted }) => predicted));
	const squares = mean(runs.map(({ measured, predicted }) => (measured - predicted) ** 2));
	const spread = mean(runs.map(({ measured }) => (measured - centre) ** 2));
	const together = mean(
		runs.map(({ measured, predicted }) => (measured - centre) * (predicted - guess)),
	);
	const alone = mean(runs.map(({ predicted }) => (predicted - guess) ** 2));
	const slope = alone > 0 ? Math.min(1, Math.max(0, together / alone)) : 0;
	const error = Math.sqrt(squares);
	return {
		mixes,
		explained: spread > 0 ? 1 - squares / spread : 0,
		error,
		shrinkage: (1 + slope) / 2,
		reach: studentQuantile(0.975, mixes) * Math.SQRT2 * error,
	};
}

export interface FoundMix {
	readonly shares: readonly number[];
	/** Expected score of each skill. */
	readonly scores: readonly number[];
	/** Expected gain of the goal over equal shares, shrunk, and its 95 % reach for one run. */
	readonly gain: number;
	readonly reach: number;
}

/** Each share stays between these multiples of the equal one: the runs say nothing beyond. */
const [fewest, highest] = [0.3, 3];
const draws = 20_000;
const averaged = 100;

/** By number of skills. */
const mixesOf = new Map<number, InSteps<readonly (readonly number[])[]>>();
/** The random mixes that are compared. Drawing them takes about 100 ms. */
export function randomMixes(count: number): InSteps<readonly (readonly number[])[]> {
	const mixes = mixesOf.get(count) ?? new InSteps(drawMixes(count));
	mixesOf.set(count, mixes);
	return mixes;
}

/** Shares drawn evenly over all mixes. */
export const randomShares = (count: number, stream: RandomStream): number[] =>
	dirichletShares(
		Array.from({ length: count }, () => 1),
		(g) => stream.child(`${g}`),
	);

function* drawMixes(count: number) {
	const stream = randomStream(0, 'find a mix');
	const isNear = (share: number) => share >= fewest / count && share <= highest / count;
	const weights = Array.from({ length: count }, () => 3);
	const near: (readonly number[])[] = [];
	for (let i = 0; i < draws; i++) {
		const draw = stream.child(`${i}`);
		const shares = dirichletShares(weights, (g) => draw.child(`${g}`));
		if (shares.every(isNear)) near.push(shares);
		if (i % 2000 === 0) yield;
	}
	return near;
}

/** The promise of a mix: its expected gain over equal shares in the goal. */
export function promisedMix(
	law: ScoreLaw,
	{ shrinkage, reach }: Pick<LawCheck, 'shrinkage' | 'reach'>,
	goal: ScoreValue,
	shares: readonly number[],
): FoundMix {
	const scores = law.predict(shares);
	const equal = law.predict(shares.map(() => 1 / shares.length));
	return { shares, scores, gain: shrinkage * (goal(scores) - goal(equal)), reach };
}

/**
 * The mean of the best of many random mixes, or the best one if that mean is not allowed. `keeps`:
 * whether a mix with these scores is. null: none is.
 */
export function bestMix(
	law: ScoreLaw,
	trust: Pick<LawCheck, 'shrinkage' | 'reach'>,
	goal: ScoreValue,
	keeps: (scores: readonly number[]) => boolean = () => true,
): FoundMix | null {
	const count = law.coefficients.length;
	const best = randomMixes(count)
		.value.map((shares) => ({ shares, scores: law.predict(shares) }))
		.filter(({ scores }) => keeps(scores))
		.map(({ shares, scores }) => ({ shares, value: goal(scores) }))
		.sort((a, b) => b.value - a.value)
		.slice(0, averaged);
	if (best.length === 0) return null;
	const middle = normalise(law.coefficients.map((_, k) => mean(best.map((mix) => mix.shares[k]))));
	const shares = keeps(law.predict(middle)) ? middle : best[0].shares;
	return promisedMix(law, trust, goal, shares);
}
