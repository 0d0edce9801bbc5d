/** What a study found, as plain data: all that its page, its HTML, its terminal and its CSV show. JSON: what is not known is null. */
import type { SkillInfo } from '#data/skill.ts';
import { compared } from './compare.ts';
import { allFactors, inOrder, placeIn } from './factors.ts';
import { frontierOf } from './frontier.ts';
import { gridsOf } from './grid.ts';
import { groupsOf, type GroupBy } from './groups.ts';
import { measuresOf } from './measures.ts';
import { notesOf } from './notes.ts';
import type { FailedCell, StudyReport } from './reportTypes.ts';
import type { CellResult } from './result.ts';
import type { Study } from './study.ts';
import { warningsOf } from './warnings.ts';

export interface ReportOptions {
	readonly failures?: readonly FailedCell[] | undefined;
	/** By all factors but the seed where it is left out. */
	readonly groupBy?: GroupBy | undefined;
}

/** Of the cells that are finished; results that are no cell of the study are left out. Throws InputError on an unknown factor. */
export function studyReport(
	study: Study,
	skills: readonly SkillInfo[],
	results: readonly CellResult[],
	{ failures = [], groupBy }: ReportOptions = {},
): StudyReport {
	const planned = allFactors(study);
	const finished = inOrder(study, results);
	const placeOf = placeIn(study);
	const done = new Set(finished.map(placeOf));
	const failed = inOrder(study, failures).filter((failure) => !done.has(placeOf(failure)));

	const about = study.experiment.skills.map(({ id, name }, place) => {
		const info = skills.find((skill) => skill.id === id);
		const { domain, general } = study.groups;
		const group = domain.includes(id) ? 'domain' : general.includes(id) ? 'general' : null;
		const isExact = finished.length
			? finished.every(({ final }) => final.skills[place]?.exact !== null)
			: info?.scorer !== 'loss';
		return { id, name, group, hasExact: isExact } as const;
	});
	const read = measuresOf(
		study,
		about.map(({ hasExact }) => hasExact),
	);
	const { groups, empty, groupedBy } = groupsOf(study, planned, finished, read, groupBy);
	const comparisons = compared(study, groups, read, groupedBy);
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
		skills: about,
		measures: read.map(({ of: _of, ...measure }) => measure),
		groupedBy,
		groups: groups.map(({ results: _results, ...group }) => group),
		comparisons,
		warnings: warningsOf(study, { groups, empty }, failed, finished),
		frontier: frontierOf(groups, read),
		grids: gridsOf(study, finished, read),
		notes: notesOf(study, finished, read, comparisons),
	};
}
