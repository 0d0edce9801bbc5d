/** A study's cells in groups: by any factors, or by all but one. */
import { InputError } from '#core/errors.ts';
import { alike, factorIds, factorsLabel } from './factors.ts';
import { figureOf, meanOf } from './figure.ts';
import type { ReadMeasure } from './measures.ts';
import type { GroupCost, GroupSkill, ReportGroup } from './reportTypes.ts';
import type { CellResult } from './result.ts';
import type { Factors, Study } from './study.ts';

/** Names of factors. allBut: groups that are averages over this one. */
export type GroupBy =
	| { readonly kind: 'by'; readonly factors: readonly string[] }
	| { readonly kind: 'allBut'; readonly factor: string };

export type GroupWithResults = ReportGroup & { readonly results: readonly CellResult[] };

export function groupsOf(
	study: Study,
	planned: readonly Factors[],
	finished: readonly CellResult[],
	measures: readonly ReadMeasure[],
	groupBy: GroupBy = { kind: 'allBut', factor: 'seed' },
): {
	groups: GroupWithResults[];
	/** Labels of those that have no finished cell. */
	empty: string[];
	groupedBy: string[];
} {
	const groupedBy = groupingOf(study, groupBy);
	const plannedIn = new Map<string, number>();
	for (const factors of planned) {
		const key = alike(factors, groupedBy);
		plannedIn.set(key, (plannedIn.get(key) ?? 0) + 1);
	}
	const results = new Map<string, CellResult[]>();
	for (const result of finished) {
		const key = alike(result.factors, groupedBy);
		results.set(key, [...(results.get(key) ?? []), result]);
	}
	const first = new Map<string, Factors>();
	for (const factors of planned) {
		const key = alike(factors, groupedBy);
		if (!first.has(key)) first.set(key, factors);
	}
	const varied = groupedBy.filter(
		(id) => new Set(planned.map((factors) => factors[id])).size > 1 || id === 'policy',
	);
	const groups: GroupWithResults[] = [];
	const empty: string[] = [];
	for (const [key, factors] of first) {
		const common = Object.fromEntries(
			groupedBy.flatMap((id) => (factors[id] === undefined ? [] : [[id, factors[id]]])),
		);
		const label = factorsLabel(common, varied);
		const inGroup = results.get(key);
		if (inGroup)
			groups.push({
				...{ label, factors: common, n: inGroup.length, planned: plannedIn.get(key) ?? 0 },
				...groupFigures(study, inGroup, measures),
			});
		else empty.push(label);
	}
	return { groups, empty, groupedBy };
}

/** Throws InputError on a factor that the study does not have. */
function groupingOf(study: Study, groupBy: GroupBy): string[] {
	const ids = factorIds(study);
	const named = groupBy.kind === 'by' ? groupBy.factors : [groupBy.factor];
	const stray = named.find((id) => !ids.includes(id));
	if (stray !== undefined)
		throw new InputError(
			`The study has no factor "${stray}" to group by. Use one of ${ids.join(', ')}.`,
			{ field: 'groupBy' },
		);
	if (groupBy.kind === 'by') return ids.filter((id) => named.includes(id));
	// A share of the domain is a policy: who averages over the one averages over the other.
	const left = groupBy.factor === 'policy' ? ['policy', 'domainShare'] : [groupBy.factor];
	return ids.filter((id) => !left.includes(id));
}

function groupFigures(
	study: Study,
	results: readonly CellResult[],
	measures: readonly ReadMeasure[],
) {
	const valuesOf = (result: CellResult) =>
		Object.fromEntries(measures.map(({ id, of }) => [id, of(result)]));
	return {
		seeds: [...new Set(results.map(({ factors }) => factors.seed))],
		figures: Object.fromEntries(measures.map(({ id, of }) => [id, figureOf(results.map(of))])),
		skills: study.experiment.skills.map(({ id }, place) => skillFigures(id, place, results)),
		worst: worstOf(study, results),
		cost: costOf(results),
		cells: results.map((result) => ({ factors: result.factors, values: valuesOf(result) })),
		results,
	};
}

function skillFigures(id: string, place: number, results: readonly CellResult[]): GroupSkill {
	const after = results.map(({ final }) => final.skills[place]);
	const before = results.map(({ base }) => base.skills[place]);
	return {
		id,
		exact: figureOf(after.map(({ exact }) => exact)),
		loss: figureOf(after.map(({ loss }) => loss)),
		baseExact: meanOf(before.map(({ exact }) => exact)),
		baseLoss: meanOf(before.map(({ loss }) => loss)),
		examples: Math.max(...after.map(({ examples }) => examples)),
	};
}

function worstOf({ experiment }: Study, results: readonly CellResult[]): ReportGroup['worst'] {
	const times = new Map<number, number>();
	for (const { final } of results)
		if (final.worstExact)
			times.set(final.worstExact.skill, (times.get(final.worstExact.skill) ?? 0) + 1);
	const [most] = [...times].sort(([, a], [, b]) => b - a);
	if (!most) return null;
	const all = [...times.values()].reduce((sum, count) => sum + count, 0);
	return { skill: experiment.skills[most[0]].id, times: most[1], of: all };
}

function costOf(results: readonly CellResult[]): GroupCost {
	const mean = (of: (result: CellResult) => number) => meanOf(results.map(of)) ?? 0;
	return {
		steps: mean(({ steps }) => steps),
		tokens: mean(({ tokens }) => tokens),
		seconds: mean(({ totalMilliseconds }) => totalMilliseconds / 1000),
		millisecondsPerStep: mean(({ trainingMilliseconds, steps }) => trainingMilliseconds / steps),
		probeShare: mean(probeShareOf),
		updates: mean(({ cost }) => cost.updates),
		measured: mean(({ cost }) => cost.measured),
		secondsBeforehand: mean(({ cost }) => cost.milliseconds / 1000),
		noisyShare: meanOf(results.map(({ noisyShare }) => noisyShare)),
	};
}

/** 0 where the run took no time that is known. */
function probeShareOf({ cost, totalMilliseconds }: CellResult): number {
	const run = totalMilliseconds - cost.milliseconds;
	return run > 0 ? cost.probeMilliseconds / run : 0;
}
