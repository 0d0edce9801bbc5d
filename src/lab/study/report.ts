/** The report of a study as plain data, for the page, its HTML file, Markdown and the terminal. */
import { InSteps } from '#engine/core/InSteps.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import { encodeLink } from '#lab/run/link.ts';
import { findBudget } from './cells.ts';
import { compareGroups } from './compare.ts';
import { allFactors, cellIndexIn, namedReferences, policyLabels, sortByCell } from './factors.ts';
import { groupCells, type ReportGroup } from './groups.ts';
import { listMeasures, scoredSkills, withoutRead } from './measures.ts';
import { findGroup, type Study } from './study.ts';
import type { CellResult, FailedCell } from './result.ts';
import { listEngines, studyWarnings } from './warnings.ts';

export interface ReportOptions {
	readonly failures?: readonly FailedCell[] | undefined;
	/** Label of the policy that all others are compared with, instead of the study's choice. */
	readonly reference?: string | undefined;
}

/** Plain JSON, in which null means not known. */
export type StudyReport = ReturnType<typeof studyReport>;

/** Ignores results of cells that the study lacks. */
export const studyReport = (...input: Parameters<typeof reportInSteps>) =>
	new InSteps(reportInSteps(...input)).value;

/** Yields between groups and comparisons, each of which takes milliseconds. */
export function* reportInSteps(
	named: Study,
	skills: readonly SkillInfo[],
	results: readonly CellResult[],
	{ failures = [], reference }: ReportOptions = {},
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
	const groups = yield* groupCells(study, finished, read);
	const comparisons = yield* compareGroups(study, groups, read);
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
			budget: readBudget(study),
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
		measures: read.map(withoutRead),
		groups: groups.map(({ results: _results, ...group }): ReportGroup => group),
		/** Label of the policy that the others are compared with first. */
		reference: references[0] ?? policyLabels(study)[0],
		comparisons,
		warnings: studyWarnings(study, failed, finished),
	};
}

/** What each cell may train; null: its epochs say it. */
function readBudget(study: Study) {
	if (study.axes.epochs) return null;
	const budget = findBudget(study);
	if (budget?.kind === 'tokens') return { kind: budget.kind, amount: budget.tokens };
	if (budget?.kind === 'seconds') return { kind: budget.kind, amount: budget.seconds };
	const amount = budget?.updates ?? study.experiment.steps;
	return { kind: 'updates' as const, amount };
}
