/** Groups of a study's cells, which differ in nothing but the seed. */
import { listsByKey } from '#engine/core/listsByKey.ts';
import { meanOfKnown } from '#engine/core/statistics.ts';
import { factorIds, factorsKey, groupFactors, type FactorGroup } from './factors.ts';
import { estimateMean, type Estimates, type ReadMeasure } from './measures.ts';
import type { MeasureId, Study } from './study.ts';
import { resultsWithBase, type CellResult } from './result.ts';

export type GroupWithResults = ReturnType<typeof summarise>;
export type ReportGroup = Omit<GroupWithResults, 'results'>;

/** The groups that have a finished cell. Yields after each. */
export function* groupCells(
	study: Study,
	finished: readonly CellResult[],
	measures: readonly ReadMeasure[],
): Generator<void, readonly GroupWithResults[]> {
	const ids = factorIds(study).filter((id) => id !== 'seed');
	const resultsByKey = listsByKey(finished, ({ factors }) => factorsKey(factors, ids));
	const groups: GroupWithResults[] = [];
	for (const { key, ...group } of groupFactors(study, ids)) {
		const results = resultsByKey.get(key);
		if (results) groups.push(summarise(study, group, results, measures));
		yield;
	}
	return groups;
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
		figures: estimates(results, measures),
		/** In the order of the report's skills. */
		skills: skills.map(({ id }, index) => summariseSkill(id, index, results)),
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
	const before = resultsWithBase(results).map(({ base }) => base.skills[index]);
	return {
		id,
		exact: estimateMean(after.map(({ exact }) => exact)),
		loss: estimateMean(after.map(({ loss }) => loss)),
		/** Means over the cells before the first step, on the rows of the end. */
		baseExact: meanOfKnown(before.map(({ exact }) => exact)),
		baseLoss: meanOfKnown(before.map(({ loss }) => loss)),
		/** The mean share that the policy requested. */
		share: estimateMean(results.map(({ mix }) => mix[id] ?? null)),
	};
}
