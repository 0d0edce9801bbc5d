/** The report of a study as plain data, for the page, its HTML file, Markdown and the terminal. */
import { InSteps } from '#engine/core/InSteps.ts';
import { highest, lowest } from '#engine/core/statistics.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import { encodeLink } from '#lab/run/link.ts';
import { findBudget } from './cells.ts';
import { compareGroups } from './compare.ts';
import { allFactors, cellIndexIn, namedReferences, policyLabels, sortByCell } from './factors.ts';
import { groupCells, type ReportGroup } from './groups.ts';
import { listMeasures, scoredSkills, withoutRead } from './measures.ts';
import { type Measure, findGroup, type Study } from './study.ts';
import type { ReportMessage } from './sentences.ts';
import type { CellResult, FailedCell } from './result.ts';
import { listEngines, studyWarnings } from './warnings.ts';

export interface ReportOptions {
	readonly failures?: readonly FailedCell[] | undefined;
	/** Names of factors. Default: all but the seed. */
	readonly groupBy?: readonly string[] | undefined;
	/** Label of the policy that all others are compared with, instead of the study's choice. */
	readonly reference?: string | undefined;
}

/** Plain JSON, in which null means not known. */
export type StudyReport = ReturnType<typeof studyReport>;

/** Ignores results of cells that the study lacks. Throws InputError for an unknown factor. */
export const studyReport = (...input: Parameters<typeof reportInSteps>) =>
	new InSteps(reportInSteps(...input)).value;

/** Yields between groups and comparisons, each of which takes milliseconds. */
export function* reportInSteps(
	named: Study,
	skills: readonly SkillInfo[],
	results: readonly CellResult[],
	{ failures = [], groupBy, reference }: ReportOptions = {},
) {
	const study = reference === undefined ? named : { ...named, against: [reference] };
	const cells = allFactors(study);
	const finished = sortByCell(study, results);
	const cellIndex = cellIndexIn(study);
	const done = new Set(finished.map(cellIndex));
	const failed = sortByCell(study, failures).filter((failure) => !done.has(cellIndex(failure)));

	const scored = scoredSkills(study, skills, finished);
	const reportSkills = study.experiment.skills.map(({ id, name }, index) => ({
		id,
		name,
		group: findGroup(study, id),
		...scored[index],
	}));
	const read = listMeasures(study, reportSkills, finished);
	const grouping = yield* groupCells(study, finished, read, groupBy);
	const measures = read.map(withoutRead);
	const comparisons = yield* compareGroups(study, grouping, read);
	const references = namedReferences(study);
	return {
		title: study.title,
		about: study.about,
		origin: {
			models: study.axes.model?.map(({ id }) => id) ?? [study.experiment.model.id],
			/** Names of the devices of the finished cells; in early results, of backends or none. */
			devices: [...new Set(finished.map(({ device, backend }) => device ?? backend))]
				.filter((name) => name !== '')
				.sort(),
			engines: listEngines(finished),
			/** The fragment of the link to the study's experiment. */
			link: `#${encodeLink(study.experiment)}`,
		},
		counts: {
			planned: cells.length,
			finished: finished.length,
			failed: failed.length,
			missing: cells.length - finished.length - failed.length,
		},
		failures: failed,
		skills: reportSkills,
		measures,
		/** Names of factors. */
		groupedBy: grouping.groupedBy,
		groups: grouping.groups.map(({ results: _results, ...group }): ReportGroup => group),
		/** Label of the policy that the others are compared with first. */
		reference: references[0] ?? policyLabels(study)[0],
		comparisons,
		warnings: studyWarnings(study, grouping, failed, finished),
		/** Explanations of the numbers. */
		notes: reportNotes(study, finished, measures),
	};
}

function reportNotes(
	study: Study,
	finished: readonly CellResult[],
	measures: readonly Measure[],
): ReportMessage[] {
	const examples = finished
		.flatMap(({ final }) => final.skills.map((score) => score.examples))
		.filter((count) => count > 0);
	const budget = study.axes.epochs ? { kind: 'epochs' as const } : findBudget(study);
	return [
		...(examples.length > 0
			? [{ id: 'reading', values: { low: lowest(examples), high: highest(examples) } } as const]
			: []),
		...measures.map((measure) => ({ id: 'measure', values: { measure } }) as const),
		...(budget
			? [{ id: 'budget', values: { kind: budget.kind, amount: readAmount(budget) } } as const]
			: []),
	];
}

const readAmount = (budget: NonNullable<Study['budget']> | { readonly kind: 'epochs' }): number =>
	budget.kind === 'epochs'
		? 0
		: budget.kind === 'updates'
			? budget.updates
			: budget.kind === 'tokens'
				? budget.tokens
				: budget.seconds;
