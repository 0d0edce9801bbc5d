/** A bench's results as a table for the terminal, as JSON and as CSV. */
import { mean, meanInterval, pairedDifference, type Interval } from '#core/statistics.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { table } from '../runReport.ts';
import type { RunResult } from './results.ts';

const points = (share: number): string => (100 * share).toFixed(1);
const withReach = ({ mean, high, n }: Interval): string =>
	n < 2 ? points(mean) : `${points(mean)} ±${points(high - mean)}`;

/** The results of each policy, in the order of their first appearance. */
export function byPolicy(results: readonly RunResult[]): Map<string, RunResult[]> {
	const groups = new Map<string, RunResult[]>();
	for (const result of results)
		groups.set(result.policy, [...(groups.get(result.policy) ?? []), result]);
	return groups;
}

const averageOf = ({ final }: RunResult): number => final.averageExact ?? Number.NaN;
const worstOf = ({ final }: RunResult): number => final.worstExact?.exact ?? Number.NaN;

/** Exact match in % and loss in nats by skill, mean over seeds; ± is the 95 % interval's half width. */
export function benchTable(experiment: Experiment, results: readonly RunResult[]): string {
	const groups = [...byPolicy(results)];
	const rows = experiment.skills.flatMap((skill, i) => {
		const exact = ({ final }: RunResult) => final.skills[i]?.exact ?? null;
		const hasExact = results.some((result) => exact(result) !== null);
		const loss = [
			`${skill.name}: loss`,
			...groups.map(([, runs]) => mean(runs.map(({ final }) => final.skills[i].loss)).toFixed(3)),
		];
		if (!hasExact) return [loss];
		return [
			[
				`${skill.name}: exact %`,
				...groups.map(([, runs]) => points(mean(runs.map((run) => exact(run) ?? Number.NaN)))),
			],
			loss,
		];
	});
	const line = (name: string, of: (result: RunResult) => number) => [
		name,
		...groups.map(([, runs]) => withReach(meanInterval(runs.map(of)))),
	];
	const gain = (result: RunResult) => averageOf(result) - (result.base.averageExact ?? Number.NaN);
	return table([
		['mean over seeds', ...groups.map(([policy, runs]) => `${policy} (${runs.length})`)],
		...rows,
		line('average exact %', averageOf),
		line('worst exact %', worstOf),
		line('gain over base, points', gain),
		[
			'seconds per run',
			...groups.map(([, runs]) =>
				mean(runs.map(({ totalMilliseconds }) => totalMilliseconds / 1000)).toFixed(1),
			),
		],
		[
			'ms per step',
			...groups.map(([, runs]) =>
				mean(runs.map((run) => run.trainingMilliseconds / run.steps)).toFixed(1),
			),
		],
	]);
}

export interface Difference {
	readonly policy: string;
	readonly against: string;
	readonly average: Interval;
	readonly worst: Interval;
}

/** Each policy against the first one, over the seeds that both have. */
export function differences(results: readonly RunResult[]): Difference[] {
	const [first, ...others] = [...byPolicy(results)];
	if (!first) return [];
	return others.map(([policy, runs]) => {
		const pairs = runs.flatMap((run) => {
			const other = first[1].find(({ seed }) => seed === run.seed);
			return other ? [[run, other] as const] : [];
		});
		const paired = (of: (result: RunResult) => number) =>
			pairedDifference(
				pairs.map(([run]) => of(run)),
				pairs.map(([, other]) => of(other)),
			);
		return { policy, against: first[0], average: paired(averageOf), worst: paired(worstOf) };
	});
}

export function differenceLines(results: readonly RunResult[]): string[] {
	const interval = ({ mean, low, high, n }: Interval) =>
		n < 2
			? `${points(mean)} points (one seed: no interval)`
			: `${points(mean)} points (95 %: ${points(low)} to ${points(high)}, ${n} seeds)`;
	return differences(results).map(
		({ policy, against, average, worst }) =>
			`${policy} − ${against}: average ${interval(average)}, worst skill ${interval(worst)}`,
	);
}

/** A line per run and skill: policy, seed, skill, exact, loss, tokenAccuracy, baseExact, baseLoss. */
export function benchCsv(experiment: Experiment, results: readonly RunResult[]): string {
	const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
	const lines = results.flatMap(({ policy, seed, steps, final, base }) =>
		experiment.skills.map((skill, i) => {
			const [after, before] = [final.skills[i], base.skills[i]];
			return [
				quoted(policy),
				seed,
				steps,
				quoted(skill.id),
				after.exact ?? '',
				after.loss,
				after.tokenAccuracy,
				before.exact ?? '',
				before.loss,
			].join();
		}),
	);
	return ['policy,seed,steps,skill,exact,loss,tokenAccuracy,baseExact,baseLoss', ...lines, ''].join(
		'\n',
	);
}
