/** The report of a study as plain data, for the page, its HTML file, Markdown and the terminal. */
import { highest, lowest } from '#core/statistics.ts';
import type { SkillInfo } from '#data/skill.ts';
import { budgetOf } from './cells.ts';
import { compareGroups } from './compare.ts';
import { allFactors, cellIndexIn, sortByCell } from './factors.ts';
import { groupCells, sizeGrids, type GroupBy } from './groups.ts';
import {
	measuresOf,
	withoutRead,
	type Estimate,
	type Measure,
	type ReadMeasure,
} from './measures.ts';
import type { ReportMessage } from './messages.ts';
import type {
	Comparison,
	FailedCell,
	Frontier,
	FrontierPoint,
	ReportGroup,
	StudyReport,
} from './reportTypes.ts';
import type { CellResult } from './result.ts';
import { groupOf, type Study } from './study.ts';
import { studyWarnings } from './warnings.ts';

export interface ReportOptions {
	readonly failures?: readonly FailedCell[] | undefined;
	/** Default: all factors but the seed. */
	readonly groupBy?: GroupBy | undefined;
}

/** Ignores results that are no cell of the study. Throws InputError for an unknown factor. */
export function studyReport(
	study: Study,
	skills: readonly SkillInfo[],
	results: readonly CellResult[],
	{ failures = [], groupBy }: ReportOptions = {},
): StudyReport {
	const planned = allFactors(study);
	const finished = sortByCell(study, results);
	const cellIndex = cellIndexIn(study);
	const done = new Set(finished.map(cellIndex));
	const failed = sortByCell(study, failures).filter((failure) => !done.has(cellIndex(failure)));

	const reportSkills = study.experiment.skills.map(({ id, name }, index) => {
		const info = skills.find((skill) => skill.id === id);
		const group = groupOf(study, id);
		const hasExact = finished.length
			? finished.every(({ final }) => final.skills[index]?.exact !== null)
			: info?.scorer !== 'loss';
		return { id, name, group, hasExact } as const;
	});
	const read = measuresOf(
		study,
		reportSkills.map(({ hasExact }) => hasExact),
	);
	const measures = read.map(withoutRead);
	const grouping = groupCells(study, planned, finished, read, groupBy);
	const comparisons = compareGroups(study, grouping, read);
	return {
		title: study.title,
		about: study.about,
		counts: {
			planned: planned.length,
			finished: finished.length,
			failed: failed.length,
			missing: planned.length - finished.length - failed.length,
		},
		failures: failed,
		skills: reportSkills,
		measures,
		groupedBy: grouping.groupedBy,
		groups: grouping.groups.map(({ results: _results, ...group }) => group),
		comparisons,
		warnings: studyWarnings(study, grouping, failed, finished),
		frontier: frontierOf(grouping.groups, read),
		grids: sizeGrids(study, finished, read),
		notes: reportNotes(study, finished, measures, comparisons),
	};
}

function reportNotes(
	study: Study,
	finished: readonly CellResult[],
	measures: readonly Measure[],
	comparisons: readonly Comparison[],
): ReportMessage[] {
	const examples = finished.flatMap(({ final }) => final.skills.map((score) => score.examples));
	const differences = comparisons.reduce((sum, pair) => sum + pair.differences.length, 0);
	const byChance = Math.max(1, Math.round(differences / 20));
	const notes: ReportMessage[] = [{ id: 'note.n', values: {} }];
	if (examples.length > 0) {
		const values = { low: lowest(examples), high: highest(examples) };
		notes.push({ id: 'note.examples', values });
	}
	for (const measure of measures) notes.push({ id: 'note.measure', values: { measure } });
	if (comparisons.length > 0) notes.push({ id: 'note.paired', values: {} });
	if (differences > 1) notes.push({ id: 'note.chance', values: { differences, byChance } });
	if (study.seeds.length === 1) notes.push({ id: 'note.oneSeed', values: {} });
	const budget = budgetOf(study);
	if (budget) {
		const values = { kind: budget.kind, amount: amountOf(budget) };
		notes.push({ id: 'note.budget', values });
	}
	if (study.axes.epochs) notes.push({ id: 'note.epochs', values: {} });
	return notes;
}

function amountOf(budget: NonNullable<Study['budget']>): number {
	if (budget.kind === 'updates') return budget.updates;
	return budget.kind === 'tokens' ? budget.tokens : budget.seconds;
}

/**
 * Domain against general: the groups that no other group beats on both. null: the groups have no
 * domain score or no general score.
 */
function frontierOf(
	groups: readonly ReportGroup[],
	measures: readonly ReadMeasure[],
): Frontier | null {
	const domain = measures.find(({ id }) => id === 'domain');
	const general = measures.find(({ id }) => id === 'general');
	if (!domain || !general) return null;
	const points = groups.flatMap(({ label, factors, figures }) => {
		if (!figures.domain || !figures.general) return [];
		const share = factors.domainShare;
		return [
			{
				label,
				domainShare: typeof share === 'number' ? share : null,
				domain: asGain(figures.domain, domain),
				general: asGain(figures.general, general),
			},
		];
	});
	if (points.length === 0) return null;
	return {
		domain: withoutRead(domain),
		general: withoutRead(general),
		points: points.map((point) => ({
			...point,
			onFrontier: !points.some((other) => beats(other, point)),
		})),
	};
}

type Scores = Pick<FrontierPoint, 'domain' | 'general'>;

const beats = (one: Scores, other: Scores): boolean =>
	one.domain.mean >= other.domain.mean &&
	one.general.mean >= other.general.mean &&
	(one.domain.mean > other.domain.mean || one.general.mean > other.general.mean);

/** Negates a loss, so that higher is better. */
function asGain(estimate: Estimate, { better }: ReadMeasure): Estimate {
	if (better === 'higher') return estimate;
	const { mean, low, high, n } = estimate;
	const negative = (value: number | null) => (value === null ? null : -value);
	return { mean: -mean, low: negative(high), high: negative(low), n };
}
