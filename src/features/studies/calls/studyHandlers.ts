/** Handlers of the calls about studies. They share one queue per open lab. */
import { InputError } from '#core/errors.ts';
import { fileText } from '#core/fileText.ts';
import { canonicalJson } from '#core/json.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { decodeLink } from '#lab/run/link.ts';
import { presetById } from '#lab/run/presets.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import type { HandlersOf } from '#lab/worker/protocol.ts';
import { builtinInfos, listSkills } from '#lab/worker/skills.ts';
import { cellExperiment, planCells } from '../model/cells.ts';
import { parseStudy, parseStudyText, type StudyContext } from '../model/parse.ts';
import { resultsByCell } from '../model/result.ts';
import type { Study, StudyRecord } from '../model/study.ts';
import { readStudy, StudyQueue } from '../model/studyQueue.ts';
import type { TrainingParts } from '../model/studyTraining.ts';
import { createCellTrainer } from './cellTrainer.ts';
import { reportOf, studyFile } from './studyFiles.ts';
import { openStudy, sizeOf, summaryOf, wireStatus } from './studyViews.ts';

/** A study file is short text. The worker reads it whole. */
const maxFileBytes = 4e6;

export function studyHandlers(lab: OpenLab): HandlersOf<'study'> {
	const { stores, control } = lab;
	const { studies } = stores;
	const queue = createQueue(lab);
	/** Starting a study pauses the workbench's run; later the workbench comes first. */
	const restWorkbench = async (studyId: string) => {
		if (queue.status(studyId).kind !== 'running') await control.rest();
	};
	return {
		'study.list': async () => {
			const runs = await stores.runs.list();
			const summary = async (record: StudyRecord) => {
				const outcomes = await studies.outcomes(record.id);
				return summaryOf(record, outcomes, queue.status(record.id), runs);
			};
			return Promise.all((await studies.list()).map(summary));
		},
		'study.open': async ({ studyId }) => {
			const record = await readStudy(studies, studyId);
			const outcomes = await studies.outcomes(studyId);
			const skills = await listSkills(stores);
			const runs = await stores.runs.list();
			return openStudy(record, outcomes, queue.status(studyId), { skills, runs });
		},
		'study.check': async ({ study, base }) => {
			return sizeOf(await parsed(study, lab, base), await listSkills(stores));
		},
		'study.create': async ({ studyId, study, base, keepRuns }) => {
			return store(studyId, await parsed(study, lab, base), keepRuns, lab);
		},
		'study.import': async ({ studyId, file }) => {
			const text = await fileText(file, maxFileBytes);
			const context = await contextOf(lab, file.name);
			return store(studyId, parseStudyText(text, context), false, lab);
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
		'study.cell': async ({ studyId, cell }) => {
			const { study } = await readStudy(studies, studyId);
			const found = planCells(study, await listSkills(stores)).find(({ key }) => key === cell);
			if (!found) throw new InputError('The study has no such cell. Reload the page.', { studyId });
			const results = resultsByCell(await studies.outcomes(studyId));
			if (!found.experiment && !(found.meanOf !== undefined && results.has(found.meanOf)))
				throw new InputError(
					'The shares of this cell are not known yet: they come from runs that are not done. ' +
						'Continue the study first.',
					{ studyId },
				);
			return cellExperiment(found, results);
		},
		'study.report': async ({ studyId, groupBy }) => {
			return reportOf(await readStudy(studies, studyId), stores, groupBy);
		},
		'study.file': async ({ studyId, as, groupBy }) => {
			return studyFile(as, await readStudy(studies, studyId), stores, groupBy);
		},
	};
}

function createQueue({ stores, control, emit }: OpenLab): StudyQueue {
	return new StudyQueue({
		studies: stores.studies,
		runs: stores.runs,
		listSkills: () => listSkills(stores),
		train: createCellTrainer(control, stores.runs),
		forget: (runId) => control.delete(runId),
		watcher: studyEvents(emit),
		now: Date.now,
	});
}

/** Milliseconds between two events with a cell's progress. */
const progressPause = 200;

function studyEvents(emit: OpenLab['emit']): TrainingParts['watcher'] {
	let last = { at: -Infinity, activity: '' };
	return {
		status(studyId, status) {
			const at = performance.now();
			if (status.kind === 'running' && status.progress) {
				const { cell, progress, search } = status;
				const activity = canonicalJson([cell, progress.doing, search?.run]);
				if (activity === last.activity && at - last.at < progressPause) return;
				last = { at, activity };
			}
			emit({ event: 'study.status', studyId, status: wireStatus(status) });
		},
		outcome: (outcome) => emit({ event: 'study.outcome', outcome }),
	};
}

async function store(
	id: string,
	study: Study,
	keepRuns: boolean,
	{ stores }: OpenLab,
): Promise<StudyRecord> {
	// Throws if a cell has no valid experiment, before anything is stored.
	planCells(study, await listSkills(stores));
	const record: StudyRecord = { id, study, madeAt: Date.now(), keepRuns, going: false };
	await stores.studies.put(record);
	return record;
}

const parsed = async (study: unknown, lab: OpenLab, base?: Experiment): Promise<Study> =>
	parseStudy(study, await contextOf(lab, 'The study', base));

/** Defaults and names that complete a study's file. */
async function contextOf(
	{ stores, models }: OpenLab,
	file: string,
	base?: Experiment,
): Promise<StudyContext> {
	const infos = await models.list();
	const model = infos.find(({ source }) => source === 'builtin') ?? infos[0];
	const own = defaultExperiment(builtinInfos(), model);
	return {
		file,
		base: base ? parseExperiment(base) : own,
		preset: (id) => parseExperiment(presetById(id).apply(own, infos)),
		models: infos,
		skills: await listSkills(stores),
		decodeLink,
	};
}
