/** Groups of a study's cells: by chosen factors, by all factors but one, or by size × epochs. */
import { InputError } from '#core/errors.ts';
import { highest } from '#core/statistics.ts';
import { factorIds, factorsKey, factorsLabel } from './factors.ts';
import { estimateOf, meanOfKnown, type ReadMeasure } from './measures.ts';
import type { Estimates, GroupCost, GroupSkill, ReportGroup, SizeGrid } from './reportTypes.ts';
import type { CellResult } from './result.ts';
import type { Factors, Study } from './study.ts';

/** Names of factors. allBut: each group averages over this factor. */
export type GroupBy =
	| { readonly kind: 'by'; readonly factors: readonly string[] }
	| { readonly kind: 'allBut'; readonly factor: string };

export type GroupWithResults = ReportGroup & { readonly results: readonly CellResult[] };

export interface Grouping {
	readonly groups: readonly GroupWithResults[];
	/** Labels of the groups without a finished cell. */
	readonly empty: readonly string[];
	/** The factors that the cells of a group have in common. */
	readonly groupedBy: readonly string[];
}

export function groupCells(
	study: Study,
	planned: readonly Factors[],
	finished: readonly CellResult[],
	measures: readonly ReadMeasure[],
	by: GroupBy = { kind: 'allBut', factor: 'seed' },
): Grouping {
	const groupedBy = groupFactors(study, by);
	const plannedByKey = groupBy(planned, (factors) => factorsKey(factors, groupedBy));
	const resultsByKey = groupBy(finished, ({ factors }) => factorsKey(factors, groupedBy));
	const varied = groupedBy.filter(
		(id) => new Set(planned.map((factors) => factors[id])).size > 1 || id === 'policy',
	);
	const groups: GroupWithResults[] = [];
	const empty: string[] = [];
	for (const [key, cells] of plannedByKey) {
		const common = Object.fromEntries(
			groupedBy.flatMap((id) => (cells[0][id] === undefined ? [] : [[id, cells[0][id]]])),
		);
		const label = factorsLabel(common, varied);
		const results = resultsByKey.get(key);
		if (results)
			groups.push({
				label,
				factors: common,
				n: results.length,
				planned: cells.length,
				...summarise(study, results, measures),
				results,
			});
		else empty.push(label);
	}
	return { groups, empty, groupedBy };
}

/** Lists of the items with equal keys, in the order of their first items. */
function groupBy<T, Key>(items: readonly T[], key: (item: T) => Key): Map<Key, T[]> {
	const groups = new Map<Key, T[]>();
	for (const item of items) {
		const group = groups.get(key(item));
		if (group) group.push(item);
		else groups.set(key(item), [item]);
	}
	return groups;
}

/** Throws InputError for a factor that the study does not have. */
function groupFactors(study: Study, by: GroupBy): string[] {
	const ids = factorIds(study);
	const named = by.kind === 'by' ? by.factors : [by.factor];
	const unknown = named.find((id) => !ids.includes(id));
	if (unknown !== undefined)
		throw new InputError(
			`The study has no factor "${unknown}" to group by. Use one of ${ids.join(', ')}.`,
			{ field: 'groupBy' },
		);
	if (by.kind === 'by') return ids.filter((id) => named.includes(id));
	// A domain share is a policy, so an average over policies is also one over shares.
	const open = by.factor === 'policy' ? ['policy', 'domainShare'] : [by.factor];
	return ids.filter((id) => !open.includes(id));
}

function summarise(study: Study, results: readonly CellResult[], measures: readonly ReadMeasure[]) {
	const { skills } = study.experiment;
	return {
		seeds: [...new Set(results.map(({ factors }) => factors.seed))],
		figures: estimates(results, measures),
		skills: skills.map(({ id }, index) => summariseSkill(id, index, results)),
		worst: worstSkill(study, results),
		cost: meanCost(results),
		cells: results.map((result) => ({
			factors: result.factors,
			values: Object.fromEntries(measures.map(({ id, read }) => [id, read(result)])),
		})),
	};
}

const estimates = (results: readonly CellResult[], measures: readonly ReadMeasure[]): Estimates =>
	Object.fromEntries(measures.map(({ id, read }) => [id, estimateOf(results.map(read))]));

function summariseSkill(id: string, index: number, results: readonly CellResult[]): GroupSkill {
	const after = results.map(({ final }) => final.skills[index]);
	const before = results.map(({ base }) => base.skills[index]);
	return {
		id,
		exact: estimateOf(after.map(({ exact }) => exact)),
		loss: estimateOf(after.map(({ loss }) => loss)),
		baseExact: meanOfKnown(before.map(({ exact }) => exact)),
		baseLoss: meanOfKnown(before.map(({ loss }) => loss)),
		examples: highest(after.map(({ examples }) => examples)),
	};
}

/** The skill that is the worst in most cells. */
function worstSkill({ experiment }: Study, results: readonly CellResult[]): ReportGroup['worst'] {
	const worst = results.flatMap(({ final }) => final.worstExact ?? []);
	const [most] = [...groupBy(worst, ({ skill }) => skill)].sort(
		([, a], [, b]) => b.length - a.length,
	);
	if (!most) return null;
	return { skill: experiment.skills[most[0]].id, times: most[1].length, of: worst.length };
}

function meanCost(results: readonly CellResult[]): GroupCost {
	const mean = (read: (result: CellResult) => number) => meanOfKnown(results.map(read)) ?? 0;
	return {
		steps: mean(({ steps }) => steps),
		tokens: mean(({ tokens }) => tokens),
		seconds: mean(({ totalMilliseconds }) => totalMilliseconds / 1000),
		millisecondsPerStep: mean(({ trainingMilliseconds, steps }) => trainingMilliseconds / steps),
		probeShare: mean(probeShare),
		updates: mean(({ cost }) => cost.updates),
		measured: mean(({ cost }) => cost.measured),
		secondsBeforehand: mean(({ cost }) => cost.milliseconds / 1000),
		noisyShare: meanOfKnown(results.map(({ noisyShare }) => noisyShare)),
	};
}

/** 0 if the run's time is not known. */
function probeShare({ cost, totalMilliseconds }: CellResult): number {
	const run = totalMilliseconds - cost.milliseconds;
	return run > 0 ? cost.probeMilliseconds / run : 0;
}

/** A grid for each policy if the study varies both sizes and epochs. */
export function sizeGrids(
	{ axes }: Study,
	finished: readonly CellResult[],
	measures: readonly ReadMeasure[],
): SizeGrid[] {
	const { model: models, epochs } = axes;
	if (!models || !epochs) return [];
	return [...groupBy(finished, ({ factors }) => String(factors.policy))].map(
		([policy, results]) => ({
			policy,
			models: models.map(({ id }) => id),
			epochs,
			cells: models.flatMap(({ id }) =>
				epochs.flatMap((times) => {
					const inCell = results.filter(
						({ factors }) => factors.model === id && factors.epochs === times,
					);
					if (inCell.length === 0) return [];
					return [{ model: id, epochs: times, figures: estimates(inCell, measures) }];
				}),
			),
		}),
	);
}
