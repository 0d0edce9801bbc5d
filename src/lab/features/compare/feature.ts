/**
 * Studies in the worker: store and train. One study trains at a time. The page itself plans
 * the cells and makes the report.
 */
import { fieldError } from '#engine/core/errors.ts';
import { fileText } from '#engine/core/file.ts';
import { canonicalJson } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import { createOpenToEnd } from '#lab/run/trainToEnd.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import {
	count,
	data,
	file,
	flag,
	id,
	ids,
	oneOf,
	optional,
	pace,
	type Handlers,
} from '#lab/worker/calls.ts';
import { listSkills } from '#lab/worker/skills.ts';
import { planCells } from '#lab/study/cells.ts';
import { readKeptStudy } from '#lab/study/keptStudy.ts';
import { parseStudy, type StudyContext } from '#lab/study/parse.ts';
import type { CellOutcome } from '#lab/study/result.ts';
import type { Study, StudyPolicy, StudyRecord } from '#lab/study/study.ts';
import type { ShelfEntry } from '#lab/study/published.ts';
import {
	Comparisons,
	readStudy,
	runsOfStudy,
	type StudyStatus,
	type TrainingParts,
} from './Comparisons.ts';
import { studyStores } from './store.ts';

/** Results of 200 cells have about 10 MB. */
const maxKeptBytes = 200_000_000;

export interface StudySummary {
	readonly record: StudyRecord;
	readonly status: StudyStatus;
	readonly done: number;
	readonly failed: number;
	/** Cells that need the result of a failed cell. */
	readonly waiting: number;
	/** At least one cell was trained, at least partly. */
	readonly begun: boolean;
}

export interface StoredStudy {
	readonly record: StudyRecord;
	readonly status: StudyStatus;
	readonly outcomes: readonly CellOutcome[];
	/** The stored runs of its cells: those that train or were interrupted, and those it keeps. */
	readonly runs: readonly RunRecord[];
	/** It is read-only, and its answer is known. */
	readonly published?: ShelfEntry;
}

declare module '#lab/worker/protocol.ts' {
	interface LabEvents {
		'study.status': { readonly studyId: string; readonly status: StudyStatus };
		'study.outcome': { readonly outcome: CellOutcome };
	}
}

const stored = { studyId: id };

const requests = {
	/** Newest first. */
	'study.list': null,
	'study.open': stored,
	/**
	 * Stores the study. Nothing trains yet. `order`: turns, or one run after another if it is left
	 * out. Throws InputError if a cell cannot be planned.
	 */
	'study.create': {
		...stored,
		study: data<Study>(),
		keepRuns: flag,
		order: optional(oneOf(['turns'])),
	},
	/** Stores a study of another lab with its results. False: a study with its id is here. */
	'study.restore': { file },
	/**
	 * Starts or resumes the study and replies at once. Other training is paused. Changes the pace of
	 * a study that trains.
	 */
	'study.play': { ...stored, pace: optional(pace) },
	/** Replies when the current steps are done and their checkpoints stored. */
	'study.pause': stored,
	/** Trains failed cells again from their start: the named ones, or all. */
	'study.retry': { ...stored, cells: optional(ids) },
	'study.keepRuns': { ...stored, keep: flag },
	/** Adds the seeds after the largest one: `count` of them. Nothing trains yet. */
	'study.addSeeds': { ...stored, count },
	/** Deletes the study and its results. */
	'study.delete': stored,
};

function handlers(lab: OpenLab) {
	const { stores, control } = lab;
	const { studies } = stores;
	const comparisons = new Comparisons({
		studies,
		runs: stores.runs,
		listSkills: () => listSkills(stores),
		open: createOpenToEnd(control, stores.runs),
		forget: (runId) => control.delete(runId),
		watcher: studyEvents(lab.emit),
		now: Date.now,
	});
	/** Starting a study pauses the workbench's run; later the workbench comes first. */
	const restWorkbench = async (studyId: string) => {
		if (comparisons.status(studyId).kind !== 'running') await control.rest();
	};
	/** For a study value, which has its whole experiment. */
	const studyContext = async (file: string): Promise<Omit<StudyContext, 'base'>> => ({
		file,
		models: await lab.models.list(),
		skills: await listSkills(stores),
	});
	return {
		'study.list': async () => {
			const runs = await stores.runs.list();
			const summary = async (record: StudyRecord) => {
				const outcomes = await studies.outcomes(record.id);
				return summarize(record, outcomes, comparisons.status(record.id), runs);
			};
			return Promise.all((await studies.list()).map(summary));
		},
		'study.open': async ({ studyId }): Promise<StoredStudy> => {
			const record = await readStudy(studies, studyId);
			const outcomes = await studies.outcomes(studyId);
			const runs = runsOfStudy(studyId, await stores.runs.list());
			return { record, outcomes, status: comparisons.status(studyId), runs };
		},
		'study.create': async ({ studyId, study, keepRuns, order }): Promise<StudyRecord> => {
			const checked = parseStudy(study, {
				...(await studyContext('study')),
				base: parseExperiment(study.experiment),
			});
			planCells(checked, await listSkills(stores));
			if (await studies.get(studyId))
				throw fieldError(
					'studyId',
					say('there is a study {studyId} already. Choose another id.', { studyId }),
				);
			const record: StudyRecord = {
				id: studyId,
				study: checked,
				madeAt: Date.now(),
				keepRuns,
				going: false,
				...(order && { order }),
			};
			await studies.put(record);
			return record;
		},
		'study.restore': async ({ file }) => {
			const context = await studyContext(file.name);
			const { record, outcomes } = readKeptStudy(await fileText(file, maxKeptBytes), context);
			if (await studies.get(record.id)) return false;
			await studies.put(record, outcomes);
			return true;
		},
		'study.play': async ({ studyId, pace }) => {
			await restWorkbench(studyId);
			await comparisons.play(studyId, pace);
		},
		'study.pause': async ({ studyId }) => comparisons.pause(studyId),
		'study.retry': async ({ studyId, cells }) => {
			await restWorkbench(studyId);
			await comparisons.retry(studyId, cells);
		},
		'study.keepRuns': async ({ studyId, keep }) => comparisons.keepRuns(studyId, keep),
		'study.addSeeds': async ({ studyId, count }) => comparisons.addSeeds(studyId, count),
		'study.delete': async ({ studyId }) => comparisons.delete(studyId),
	} satisfies Handlers<typeof requests>;
}

export const compare = { requests, handlers, stores: studyStores };

/** Milliseconds between two events with a cell's progress. */
const progressPause = 200;

function studyEvents(emit: OpenLab['emit']): TrainingParts['watcher'] {
	let last = { at: -Infinity, activity: '' };
	return {
		status(studyId, status) {
			const at = performance.now();
			if (status.kind === 'running') {
				const cells = Object.entries(status.progress);
				const activity = canonicalJson(cells.map(([cell, now]) => [cell, now && now.doing]));
				if (activity === last.activity && at - last.at < progressPause) return;
				last = { at, activity };
			}
			emit({ event: 'study.status', studyId, status });
		},
		outcome: (outcome) => emit({ event: 'study.outcome', outcome }),
	};
}

function summarize(
	record: StudyRecord,
	outcomes: readonly CellOutcome[],
	status: StudyStatus,
	runs: readonly RunRecord[],
): StudySummary {
	const failed = outcomes.filter(({ kind }) => kind === 'failed');
	return {
		record,
		status,
		done: outcomes.length - failed.length,
		failed: failed.length,
		waiting: failed.flatMap(({ factors }) => dependents(record.study, factors.policy)).length,
		begun: outcomes.length + runsOfStudy(record.id, runs).length > 0,
	};
}

/** The policies that replay this one, directly or indirectly. */
const dependents = (study: Study, label: string | number): StudyPolicy[] =>
	study.policies
		.filter(({ meanOf, reverseOf }) => (meanOf ?? reverseOf) === label)
		.flatMap((policy) => [policy, ...dependents(study, policy.label)]);
