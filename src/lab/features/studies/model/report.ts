/** The report of a study as plain data, for the page, its HTML file, Markdown and the terminal. */
import { InSteps } from '#engine/core/InSteps.ts';
import { highest, lowest } from '#engine/core/statistics.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import { encodeLink } from '#lab/run/link.ts';
import { findBudget } from './cells.ts';
import { compareGroups, type Comparison } from './compare.ts';
import { allFactors, cellIndexIn, namedReferences, policyLabels, sortByCell } from './factors.ts';
import { groupCells, sizeGrids, type ReportGroup } from './groups.ts';
import {
	listMeasures,
	scoredSkills,
	withoutRead,
	type Estimate,
	type ReadMeasure,
} from './measures.ts';
import { level } from './pairedTests.ts';
import { type Measure, findGroup, type Study } from './study.ts';
import type { ReportMessage } from './messages.ts';
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
/** Domain against general. Higher is better on both axes: losses are negated. */
export type Frontier = NonNullable<StudyReport['frontier']>;

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
	const read = listMeasures(study, reportSkills);
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
		/** Label of the policy that a forest plot compares all others with. */
		reference: references[0] ?? policyLabels(study)[0],
		comparisons,
		warnings: studyWarnings(study, grouping, failed, finished),
		frontier: findFrontier(grouping.groups, read),
		grids: sizeGrids(study, finished, read),
		/** Explanations of the numbers. */
		notes: reportNotes(study, finished, measures, comparisons),
	};
}

function reportNotes(
	study: Study,
	finished: readonly CellResult[],
	measures: readonly Measure[],
	comparisons: readonly Comparison[],
): ReportMessage[] {
	const examples = finished
		.flatMap(({ final }) => final.skills.map((score) => score.examples))
		.filter((count) => count > 0);
	// One seed has no interval that could exclude 0.
	const differences = comparisons
		.flatMap((pair) => pair.differences)
		.filter(({ p }) => p !== null).length;
	const budget = findBudget(study);
	const notes: (ReportMessage | false)[] = [
		{ id: 'note.n', values: {} },
		examples.length > 0 && {
			id: 'note.examples',
			values: { low: lowest(examples), high: highest(examples) },
		},
		...measures.map((measure): ReportMessage => ({ id: 'note.measure', values: { measure } })),
		comparisons.length > 0 && { id: 'note.paired', values: {} },
		differences > 1 && {
			id: 'note.chance',
			values: { differences, byChance: level * differences },
		},
		comparisons.length > 1 && { id: 'note.holm', values: {} },
		study.seeds.length === 1 && { id: 'note.oneSeed', values: {} },
		budget !== null && {
			id: 'note.budget',
			values: { kind: budget.kind, amount: readAmount(budget) },
		},
		study.axes.epochs !== undefined && { id: 'note.epochs', values: {} },
	];
	return notes.filter((note) => note !== false);
}

function readAmount(budget: NonNullable<Study['budget']>): number {
	if (budget.kind === 'updates') return budget.updates;
	return budget.kind === 'tokens' ? budget.tokens : budget.seconds;
}

/** The groups that no other group beats on both. null: no domain score or no general score. */
function findFrontier(groups: readonly ReportGroup[], measures: readonly ReadMeasure[]) {
	const domain = measures.find(({ id }) => id === 'domain');
	const general = measures.find(({ id }) => id === 'general');
	if (!domain || !general) return null;
	const points = groups.flatMap(({ label, factors: { domainShare: share }, figures }) => {
		if (!figures.domain || !figures.general) return [];
		const domainShare = typeof share === 'number' ? share : null;
		const scores = {
			domain: asGain(figures.domain, domain),
			general: asGain(figures.general, general),
		};
		return [{ label, domainShare, ...scores }];
	});
	if (points.length === 0) return null;
	const isBeaten = ({ domain: x, general: y }: (typeof points)[number]) =>
		points.some((other) => {
			const [more, also] = [other.domain.mean - x.mean, other.general.mean - y.mean];
			return more >= 0 && also >= 0 && more + also > 0;
		});
	return {
		domain: withoutRead(domain),
		general: withoutRead(general),
		/** onFrontier: no other point is at least as good on both axes and better on one. */
		points: points.map((point) => ({ ...point, onFrontier: !isBeaten(point) })),
	};
}

/** Negates a loss, so that higher is better. */
function asGain(estimate: Estimate, { better }: ReadMeasure): Estimate {
	if (better === 'higher') return estimate;
	const { mean, low, high, n } = estimate;
	const negative = (value: number | null) => (value === null ? null : -value);
	return { mean: -mean, low: negative(high), high: negative(low), n };
}
