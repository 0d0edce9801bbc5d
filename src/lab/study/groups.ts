/** Groups of a study's cells: by chosen factors, or by all factors but one. */
import { InputError } from '#engine/core/errors.ts';
import { listsByKey } from '#engine/core/listsByKey.ts';
import { say } from '#engine/core/message.ts';
import { highest, meanOfKnown } from '#engine/core/statistics.ts';
import { factorIds, factorsKey, groupFactors, type FactorGroup } from './factors.ts';
import { estimateMean, type Estimates, type ReadMeasure } from './measures.ts';
import type { MeasureId, Study } from './study.ts';
import type { CellResult } from './result.ts';

/** Cells with equal values of the factors that the report groups by. */
export type GroupWithResults = ReturnType<typeof summarise>;
export type ReportGroup = Omit<GroupWithResults, 'results'>;
/** Means over the group's cells. */
export type GroupCost = ReturnType<typeof meanCost>;

export interface Grouping {
	readonly groups: readonly GroupWithResults[];
	/** Labels of the groups without a finished cell. */
	readonly empty: readonly string[];
	/** The factors that the cells of a group have in common. */
	readonly groupedBy: readonly string[];
}

/** Yields after each group. */
export function* groupCells(
	study: Study,
	finished: readonly CellResult[],
	measures: readonly ReadMeasure[],
	groupBy: readonly string[] = factorIds(study).filter((id) => id !== 'seed'),
): Generator<void, Grouping> {
	const groupedBy = knownFactors(study, groupBy);
	const resultsByKey = listsByKey(finished, ({ factors }) => factorsKey(factors, groupedBy));
	const groups: GroupWithResults[] = [];
	const empty: string[] = [];
	for (const { key, ...group } of groupFactors(study, groupedBy)) {
		const results = resultsByKey.get(key);
		if (results) groups.push(summarise(study, group, results, measures));
		else empty.push(group.label);
		yield;
	}
	return { groups, empty, groupedBy };
}

/** In the order of the study's factors. Throws InputError for a factor that it does not have. */
function knownFactors(study: Study, named: readonly string[]): string[] {
	const ids = factorIds(study);
	const unknown = named.find((id) => !ids.includes(id));
	if (unknown !== undefined)
		throw new InputError(
			say('The study has no factor "{unknown}" to group by. Use one of {ids}.', {
				unknown,
				ids: ids.join(', '),
			}),
			{ field: 'groupBy' },
		);
	return ids.filter((id) => named.includes(id));
}

function summarise(
	study: Study,
	group: Omit<FactorGroup, 'key'>,
	results: readonly CellResult[],
	measures: readonly ReadMeasure[],
) {
	const { skills } = study.experiment;
	return {
		...group,
		/** Number of finished cells. */
		n: results.length,
		/** Distinct seeds of the finished cells. */
		seeds: [...new Set(results.map(({ factors }) => factors.seed))],
		figures: estimates(results, measures),
		/** In the order of the report's skills. */
		skills: skills.map(({ id }, index) => summariseSkill(id, index, results)),
		cost: meanCost(results),
		cells: results.map((result) => ({
			factors: result.factors,
			values: readValues(result, measures),
		})),
		results,
	};
}

const readValues = (
	result: CellResult,
	measures: readonly ReadMeasure[],
): { readonly [Id in MeasureId]?: number | null } =>
	Object.fromEntries(measures.map(({ id, read }) => [id, read(result)]));

const estimates = (results: readonly CellResult[], measures: readonly ReadMeasure[]): Estimates =>
	Object.fromEntries(measures.map(({ id, read }) => [id, estimateMean(results.map(read))]));

function summariseSkill(id: string, index: number, results: readonly CellResult[]) {
	const after = results.map(({ final }) => final.skills[index]);
	const before = results.map(({ base }) => base.skills[index]);
	return {
		id,
		exact: estimateMean(after.map(({ exact }) => exact)),
		loss: estimateMean(after.map(({ loss }) => loss)),
		/** Means over the cells before the first step. */
		baseExact: meanOfKnown(before.map(({ exact }) => exact)),
		baseLoss: meanOfKnown(before.map(({ loss }) => loss)),
		/** Mean shares: of the mix that the policy requested, and of what was drawn. */
		shares: {
			requested: estimateMean(results.map(({ mix }) => mix[id] ?? null)),
			examples: meanOfKnown(results.map(({ drawn }) => drawn?.examples[id] ?? null)),
			tokens: meanOfKnown(results.map(({ drawn }) => drawn?.tokens[id] ?? null)),
		},
		/** Held-out examples of the final evaluation of a cell. */
		examples: highest(after.map(({ examples }) => examples)),
	};
}

function meanCost(results: readonly CellResult[]) {
	const mean = (read: (result: CellResult) => number) => meanOfKnown(results.map(read)) ?? 0;
	/** Early results have no times: those do not count as 0 s. */
	const meanTime = (read: (result: CellResult) => number) =>
		meanOfKnown(results.map((result) => read(result) || null));
	const bestStep = meanOfKnown(results.map(({ best }) => best?.step ?? null));
	return {
		steps: mean(({ steps }) => steps),
		tokens: mean(({ tokens }) => tokens),
		/** Wall time of a run, with evaluations and what came before the first step. */
		seconds: meanTime(({ totalMilliseconds }) => totalMilliseconds / 1000),
		/** Wall time of a training step. */
		millisecondsPerStep: meanTime(
			({ trainingMilliseconds, steps }) => trainingMilliseconds / steps,
		),
		/** Share of the probes in the run's time after the first step. */
		probeShare: mean(probeShare),
		/** Before the first step: optimizer steps, measured examples, wall time. */
		updates: mean(({ cost }) => cost.updates),
		measured: mean(({ cost }) => cost.measured),
		secondsBeforehand: mean(({ cost }) => cost.milliseconds / 1000),
		/** Mean step of the best checkpoints. Absent: the runs choose none. */
		...(bestStep !== null && { bestStep }),
		/** Share of the trained examples with a wrong answer; null if no skill has such noise. */
		noisyShare: meanOfKnown(results.map(({ noisyShare }) => noisyShare)),
	};
}

/** 0 if the run's time is not known. */
function probeShare({ cost, totalMilliseconds }: CellResult): number {
	const run = totalMilliseconds - cost.milliseconds;
	return run > 0 ? cost.probeMilliseconds / run : 0;
}
