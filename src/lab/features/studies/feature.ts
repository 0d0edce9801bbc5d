/**
 * Studies in the worker: store and train. They share one queue per open lab. The page itself plans
 * the cells and makes the report.
 */
import { fieldError } from '#engine/core/errors.ts';
import { fileText } from '#engine/core/file.ts';
import { canonicalJson } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import { createTrainToEnd } from '#lab/run/trainToEnd.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import { data, file, flag, id, ids, optional, type Handlers } from '#lab/worker/calls.ts';
import { listSkills } from '#lab/worker/skills.ts';
import { toKey, planCells, type Cell } from '#lab/study/cells.ts';
import { engineVersion } from '#engine/training/engineVersion.ts';
import { readKeptStudy } from '#lab/study/keptStudy.ts';
import { parseStudy, type StudyContext } from '#lab/study/parse.ts';
import { runMilliseconds, toResult, type CellOutcome } from '#lab/study/result.ts';
import type { Study, StudyPolicy, StudyRecord } from '#lab/study/study.ts';
import type { ShelfEntry } from '#lab/study/published.ts';
import {
	readStudy,
	runsOfStudy,
	StudyQueue,
	type StudyStatus,
	type TrainingParts,
} from './StudyQueue.ts';
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
	/** The interrupted cell, and the step of the checkpoint from which it resumes. */
	readonly inHand?: { readonly cell: string; readonly step: number };
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
	 * Stores the study. Nothing trains yet. Finished ones of `runs` give the results of cells with
	 * their experiment. Throws InputError if a cell cannot be planned.
	 */
	'study.create': { ...stored, study: data<Study>(), keepRuns: flag, runs: optional(ids) },
	/** Stores a study of another lab with its results. False: a study with its id is here. */
	'study.restore': { file },
	/** Starts or resumes the study and replies at once. Other training is paused. */
	'study.play': stored,
	/** Replies when the current step is done and a checkpoint is stored. */
	'study.pause': stored,
	/** Trains failed cells again from their start: the named ones, or all. */
	'study.retry': { ...stored, cells: optional(ids) },
	'study.keepRuns': { ...stored, keep: flag },
	/** Deletes the study and its results. */
	'study.delete': stored,
};

function handlers(lab: OpenLab) {
	const { stores, control } = lab;
	const { studies } = stores;
	const queue = new StudyQueue({
		studies,
		runs: stores.runs,
		listSkills: () => listSkills(stores),
		train: createTrainToEnd(control, stores.runs),
		forget: (runId) => control.delete(runId),
		watcher: studyEvents(lab.emit),
		now: Date.now,
	});
	/** Starting a study pauses the workbench's run; later the workbench comes first. */
	const restWorkbench = async (studyId: string) => {
		if (queue.status(studyId).kind !== 'running') await control.rest();
	};
	/** The finished run becomes the result of the cell with its experiment, if there is one. */
	const adopt = async (runId: string, studyId: string, cells: readonly Cell[]) => {
		const run = await stores.runs.get(runId);
		if (run?.end !== 'finished' || run.engine !== engineVersion) return;
		const key = toKey(run.experiment);
		const cell = cells.find(({ experiment }) => toKey(experiment) === key);
		if (!cell) return;
		const events = await stores.runs.events(runId);
		const result = toResult(cell, events, runMilliseconds(events), run);
		const { key: cellKey, factors } = cell;
		const at = Date.now();
		await studies.putOutcome({ studyId, cell: cellKey, factors, at, kind: 'done', result });
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
				return summarize(record, outcomes, queue.status(record.id), runs);
			};
			return Promise.all((await studies.list()).map(summary));
		},
		'study.open': async ({ studyId }): Promise<StoredStudy> => {
			const record = await readStudy(studies, studyId);
			const outcomes = await studies.outcomes(studyId);
			const runs = runsOfStudy(studyId, await stores.runs.list());
			const inHand = runs.find(({ end }) => end !== 'finished');
			return {
				record,
				outcomes,
				status: queue.status(studyId),
				...(inHand && { inHand: { cell: inHand.group!.key, step: inHand.step } }),
			};
		},
		'study.create': async ({ studyId, study, keepRuns, runs = [] }): Promise<StudyRecord> => {
			const checked = parseStudy(study, {
				...(await studyContext('study')),
				base: parseExperiment(study.experiment),
			});
			const cells = planCells(checked, await listSkills(stores));
			if (await studies.get(studyId))
				throw fieldError(
					'studyId',
					say('there is a study {studyId} already. Choose another id.', { studyId }),
				);
			const record = { id: studyId, study: checked, madeAt: Date.now(), keepRuns, going: false };
			await studies.put(record);
			for (const runId of runs) await adopt(runId, studyId, cells);
			return record;
		},
		'study.restore': async ({ file }) => {
			const context = await studyContext(file.name);
			const { record, outcomes } = readKeptStudy(await fileText(file, maxKeptBytes), context);
			if (await studies.get(record.id)) return false;
			await studies.put(record, outcomes);
			return true;
		},
		'study.play': async ({ studyId }) => {
			await restWorkbench(studyId);
			await queue.play(studyId);
		},
		'study.pause': async ({ studyId }) => queue.pause(studyId),
		'study.retry': async ({ studyId, cells }) => {
			await restWorkbench(studyId);
			await queue.retry(studyId, cells);
		},
		'study.keepRuns': async ({ studyId, keep }) => queue.keepRuns(studyId, keep),
		'study.delete': async ({ studyId }) => queue.delete(studyId),
	} satisfies Handlers<typeof requests>;
}

export const studies = { requests, handlers, stores: studyStores };

/** Milliseconds between two events with a cell's progress. */
const progressPause = 200;

function studyEvents(emit: OpenLab['emit']): TrainingParts['watcher'] {
	let last = { at: -Infinity, activity: '' };
	return {
		status(studyId, status) {
			const at = performance.now();
			if (status.kind === 'running' && status.progress) {
				const { cell, progress } = status;
				const activity = canonicalJson([cell, progress.doing]);
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
