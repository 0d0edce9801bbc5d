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
		...costLines(groups.map(([, runs]) => runs)),
		[
			'ms per step',
			...groups.map(([, runs]) =>
				mean(runs.map((run) => run.trainingMilliseconds / run.steps)).toFixed(1),
			),
		],
	]);
}

/** Only where some policy has such a figure: wrong answers trained on, the time of probes, preparations. */
function costLines(groups: readonly (readonly RunResult[])[]): string[][] {
	const line = (
		name: string,
		of: (result: RunResult) => number | null,
		shown: (value: number) => string,
	): string[][] => {
		const means = groups.map((runs) => mean(runs.map((run) => of(run) ?? Number.NaN)));
		if (means.every((value) => !(value > 0))) return [];
		return [[name, ...means.map((value) => (Number.isNaN(value) ? '–' : shown(value)))]];
	};
	const wholeNumber = (value: number) => value.toFixed(0);
	return [
		...line('wrong answers, % of examples', ({ noisyShare }) => noisyShare, points),
		...line(
			'probes, % of the run',
			({ cost, totalMilliseconds }) =>
				cost.probeMilliseconds / (totalMilliseconds - cost.milliseconds),
			points,
		),
		...line('updates beforehand', ({ cost }) => cost.updates, wholeNumber),
		...line('examples measured beforehand', ({ cost }) => cost.measured, wholeNumber),
		...line(
			'seconds beforehand',
			({ cost }) => cost.milliseconds / 1000,
			(s) => s.toFixed(1),
		),
	];
}

export interface Difference {
	readonly policy: string;
	readonly against: string;
	readonly average: Interval;
	readonly worst: Interval;
	/** Exact match of the target skill, where one is named. */
	readonly target?: Interval;
}

export interface Compared {
	/** Labels; the first policy where none are named. */
	readonly against?: readonly string[] | undefined;
	/** The target's place among the experiment's skills. */
	readonly target?: number | undefined;
}

/** Each policy against each of the named ones, over the seeds that both have. */
export function differences(
	results: readonly RunResult[],
	{ against, target }: Compared = {},
): Difference[] {
	const groups = byPolicy(results);
	const names = against ?? [...groups.keys()].slice(0, 1);
	return names.flatMap((name) =>
		[...groups]
			.filter(([policy]) => policy !== name && groups.has(name))
			.map(([policy, runs]) => {
				const pairs = runs.flatMap((run) => {
					const other = groups.get(name)!.find(({ seed }) => seed === run.seed);
					return other ? [[run, other] as const] : [];
				});
				const paired = (of: (result: RunResult) => number) =>
					pairedDifference(
						pairs.map(([run]) => of(run)),
						pairs.map(([, other]) => of(other)),
					);
				const exactOf = ({ final }: RunResult) => final.skills[target!]?.exact ?? Number.NaN;
				return {
					...{ policy, against: name, average: paired(averageOf), worst: paired(worstOf) },
					...(target !== undefined && { target: paired(exactOf) }),
				};
			}),
	);
}

const shownInterval = ({ mean, low, high, n }: Interval) =>
	n < 2
		? `${points(mean)} points (one seed: no interval)`
		: `${points(mean)} points (95 %: ${points(low)} to ${points(high)}, ${n} seeds)`;

export const differenceLines = (found: readonly Difference[]): string[] =>
	found.map(
		({ policy, against, average, worst, target }) =>
			`${policy} − ${against}: average ${shownInterval(average)}, worst skill ${shownInterval(worst)}` +
			(target ? `, target ${shownInterval(target)}` : ''),
	);

/** For docs: the tables in Markdown, a difference in bold where its interval excludes 0. */
export function benchMarkdown(
	experiment: Experiment,
	results: readonly RunResult[],
	found: readonly Difference[],
): string {
	const cells = (interval: Interval) => {
		const shown = `${points(interval.mean)} (${points(interval.low)} to ${points(interval.high)})`;
		return interval.low > 0 || interval.high < 0 ? `**${shown}**` : shown;
	};
	const groups = [...byPolicy(results)];
	const average = (runs: readonly RunResult[], of: (result: RunResult) => number) =>
		withReach(meanInterval(runs.map(of)));
	const skills = experiment.skills.map(({ name }, i) => ({ name, i }));
	const cell = (runs: readonly RunResult[], i: number) => {
		const loss = mean(runs.map(({ final }) => final.skills[i].loss)).toFixed(2);
		const exact = runs.map(({ final }) => final.skills[i].exact);
		return exact.includes(null) ? loss : `${points(mean(exact as number[]))} / ${loss}`;
	};
	const score = markdownTable([
		['policy', 'seeds', 'average exact %', 'worst exact %', ...skills.map(({ name }) => name)],
		...groups.map(([policy, runs]) => [
			...[policy, String(runs.length), average(runs, averageOf), average(runs, worstOf)],
			...skills.map(({ i }) => cell(runs, i)),
		]),
	]);
	const costs = costLines(groups.map(([, runs]) => runs));
	const cost =
		costs.length === 0
			? ''
			: markdownTable([
					['policy', ...costs.map(([name]) => name)],
					...groups.map(([policy], i) => [policy, ...costs.map((line) => line[i + 1])]),
				]);
	const hasTarget = found.some(({ target }) => target !== undefined);
	const difference = markdownTable([
		['policy', 'against', 'average, points', 'worst skill', ...(hasTarget ? ['target'] : []), 'n'],
		...found.map(({ policy, against, average, worst, target }) => [
			...[policy, against, cells(average), cells(worst)],
			...(hasTarget ? [target ? cells(target) : '–'] : []),
			String(average.n),
		]),
	]);
	return [score, cost, difference].filter((text) => text !== '').join('\n\n') + '\n';
}

function markdownTable(rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	const [head, ...body] = rows;
	return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
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
