/**
 * How often fresh runs keep what Find a mix promises, by simulation. The truth is the law of a
 * published base. A made run scatters around it as published runs do that differ in nothing but
 * the seed: a whole row of residuals is drawn, so skills scatter together.
 */
import { listsByKey } from '../../src/engine/core/listsByKey.ts';
import { mean } from '../../src/engine/core/statistics.ts';
import { randomStream, type RandomStream } from '../../src/engine/core/random.ts';
import { lawRuns } from '../../src/lab/study/measuredLaw.ts';
import { fixed } from '../../src/languages/format.ts';
import {
	averageOf,
	bestMix,
	checkScoreLaw,
	fitScoreLaw,
	leaveEachOut,
	weakestOf,
	type LawRun,
	type ScoreValue,
} from '../../src/mixing/scoreLaw.ts';
import { normalise } from '../../src/mixing/shares.ts';
import { runsByBase } from './basesLaw.ts';
import { markdownTable as table } from '../../scripts/lib/markdown.ts';
import { points } from './points.ts';
import { once } from './once.ts';
import { publishedStudy } from '../../scripts/lib/shelf/published.ts';

const step = 300;
/** Studies with several seeds of a fixed mix. */
const repeated = ['policies', 'promise', 'bases'];
/** Made studies for each base. */
const designs = 5;
/** Pairs of a run on the found mix and one on equal shares. */
const pairs = 20;

const logit = (p: number): number => Math.log(p / (1 - p));
const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/** Differences of a run's logits from the mean of its mix and base, by skill. */
function residuals(): number[][] {
	return repeated.map(publishedStudy).flatMap(({ study, results }) => {
		const mixes = listsByKey(results, ({ factors }) => `${factors.policy} ${factors.model}`);
		return [...mixes.values()].flatMap((cells) => {
			const logits = cells
				.flatMap((cell) => lawRuns(study, [cell], step))
				.map(({ right, prompts }) =>
					right.map((count, k) => logit((count + 0.5) / (prompts[k] + 1))),
				);
			const scale = Math.sqrt(logits.length / (logits.length - 1));
			const centre = (k: number) => mean(logits.map((row) => row[k]));
			return logits.map((row) => row.map((value, k) => scale * (value - centre(k))));
		});
	});
}

/** The goals that a visitor can tick, by kind. */
function goalsOf(count: number): [kind: string, goals: readonly ScoreValue[]][] {
	const skills = Array.from({ length: count }, (_, k) => k);
	const average = (counts: (k: number) => boolean) =>
		averageOf(skills.map((k) => Number(counts(k))));
	return [
		['one skill', skills.map((skill) => average((k) => k === skill))],
		[
			'two skills',
			skills.flatMap((a) => skills.slice(a + 1).map((b) => average((k) => k === a || k === b))),
		],
		['all but one', skills.map((skill) => average((k) => k !== skill))],
		['all', [average(() => true)]],
		['weakest of all', [weakestOf(skills.map(() => true))]],
	];
}

interface MadePromise {
	readonly promised: number;
	readonly reach: number;
	readonly gained: readonly number[];
}

/** A table of designs with nine and nineteen mixes. */
export function promisesTable(): string {
	const noise = residuals();
	const byBase = [...runsByBase(step).values()];
	const [{ shares: equal }] = byBase[0];
	const nine = [
		equal,
		...equal.map((_, k) => normalise(equal.map((share, j) => (j === k ? 2.5 * share : share)))),
	];
	const goals = goalsOf(equal.length);
	const rows = [nine, byBase[0].map(({ shares }) => shares)].flatMap((mixes) => {
		const made = byBase.flatMap((runs, base) => {
			const truth = fitScoreLaw(runs);
			const [{ prompts }] = runs;
			const makeRun = (shares: readonly number[], stream: RandomStream): LawRun => {
				const row = noise[stream.below(noise.length, 0)];
				const right = truth
					.predict(shares)
					.map((p, k) => Math.round(prompts[k] * sigmoid(logit(p) + row[k])));
				return { shares, right, prompts };
			};
			return Array.from({ length: designs }, (_, i) => {
				const stream = randomStream(i, `promises ${base} ${mixes.length}`);
				const design = mixes.map((shares, m) => makeRun(shares, stream.child(`${m}`)));
				const law = fitScoreLaw(design);
				// All goals compare the same random mixes.
				const predict = once((shares: readonly number[]) => law.predict(shares));
				return { makeRun, stream, law: { ...law, predict }, left: leaveEachOut(design) };
			});
		});
		return goals.map(([kind, list]) => {
			const byGoal = list.map((goal) =>
				made.map(({ makeRun, stream, law, left }): MadePromise => {
					const found = bestMix(law, checkScoreLaw(left, goal), goal)!;
					const score = (shares: readonly number[], name: string) => {
						const { right, prompts } = makeRun(shares, stream.child(name));
						return goal(right.map((count, k) => count / prompts[k]));
					};
					const gained = Array.from(
						{ length: pairs },
						(_, i) => score(found.shares, `found ${i}`) - score(equal, `equal ${i}`),
					);
					return { promised: found.gain, reach: found.reach, gained };
				}),
			);
			return rowOf([`${mixes.length}`, kind], byGoal);
		});
	});
	return table(['mixes', 'goal', 'inside', 'least goal', '±', 'promised', 'gained'], rows);
}

/** `byGoal`: of each goal, the promises of all designs. */
function rowOf(names: readonly string[], byGoal: readonly (readonly MadePromise[])[]): string[] {
	const inside = byGoal.map((list) =>
		mean(
			list.flatMap(({ promised, reach, gained }) =>
				gained.map((gain) => Number(Math.abs(gain - promised) <= reach)),
			),
		),
	);
	const all = byGoal.flat();
	return [
		...names,
		`${fixed(100 * mean(inside), 0)} %`,
		`${fixed(100 * Math.min(...inside), 0)} %`,
		fixed(100 * mean(all.map(({ reach }) => reach)), 1),
		points(mean(all.map(({ promised }) => promised))),
		points(mean(all.flatMap(({ gained }) => gained))),
	];
}
