/** Calls about studies: kept in the database, trained by the queue. */
import { InputError } from '#core/errors.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { decodeLink } from '#lab/run/link.ts';
import { presetById } from '#lab/run/presets.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import { cellExperiment, planCells } from '../model/cells.ts';
import { parseStudy, parseStudyText, type StudyContext } from '../model/parse.ts';
import type { Study, StudyRecord } from '../model/study.ts';
import { resultsOf, StudyQueue } from '../model/studyQueue.ts';
import { createCellTrainer } from './cellTrainer.ts';
import { studyEvents } from './studyEvents.ts';
import type { HandlersOf } from '#lab/worker/protocol.ts';
import type { LabSession, OpenLab } from '#lab/worker/labSession.ts';
import { builtinInfos, listSkills } from '#lab/worker/skillLibrary.ts';
import { reportOf, studyFile, studyFileName } from './studyFiles.ts';
import { openStudy, sizeOf, summaryOf } from './studyViews.ts';

/** A study is text: nobody writes so much, and it is read as a whole. */
const maxFileBytes = 4e6;

export function studyHandlers(session: LabSession): HandlersOf<'study'> {
	let current: { readonly lab: OpenLab; readonly studies: StudyQueue } | undefined;
	/** The open lab with its one queue of studies. */
	const opened = async () => {
		const lab = await session.opened();
		if (current?.lab !== lab) current = { lab, studies: createQueue(lab, session) };
		return { ...lab, studies: current.studies };
	};
	return {
		'study.list': async () => {
			const { stores, studies } = await opened();
			const runs = await stores.runs.list();
			const summary = async (record: StudyRecord) => {
				const outcomes = await stores.studies.outcomes(record.id);
				return summaryOf(record, outcomes, studies.status(record.id), runs);
			};
			return Promise.all((await stores.studies.list()).map(summary));
		},
		'study.open': async ({ studyId }) => {
			const { stores, studies } = await opened();
			const record = await recordOf(studyId, await opened());
			const outcomes = await stores.studies.outcomes(studyId);
			const skills = await listSkills(stores);
			const runs = await stores.runs.list();
			return openStudy(record, outcomes, studies.status(studyId), { skills, runs });
		},
		'study.check': async ({ study, base }) => {
			const lab = await opened();
			return sizeOf(await checked(study, lab, base), await listSkills(lab.stores));
		},
		'study.create': async ({ studyId, study, base, keepRuns }) => {
			const lab = await opened();
			return keep(studyId, await checked(study, lab, base), keepRuns, lab);
		},
		'study.import': async ({ studyId, file }) => {
			const lab = await opened();
			if (file.size > maxFileBytes)
				throw new InputError(
					`${file.name}: it has ${(file.size / 1e6).toFixed(1)} MB, and a study has at most ${maxFileBytes / 1e6} MB. Choose another file.`,
					{ file: file.name },
				);
			const context = await contextOf(lab, file.name);
			return keep(studyId, parseStudyText(await file.text(), context), false, lab);
		},
		'study.export': async ({ studyId }) => {
			const { study } = await recordOf(studyId, await opened());
			const text = `${JSON.stringify(study, null, '\t')}\n`;
			return {
				name: `${studyFileName(study)}.json`,
				blob: new Blob([text], { type: 'application/json' }),
			};
		},
		'study.play': async ({ studyId }) => {
			const { control, studies } = await opened();
			// From here on the bench comes first: what it trains now was there before the visitor asked for the study.
			if (studies.status(studyId).kind !== 'running') await control.rest();
			await studies.play(studyId);
		},
		'study.pause': async ({ studyId }) => (await opened()).studies.pause(studyId),
		'study.retry': async ({ studyId, cells }) => {
			const { control, studies } = await opened();
			if (studies.status(studyId).kind !== 'running') await control.rest();
			await studies.retry(studyId, cells);
		},
		'study.keepRuns': async ({ studyId, keep }) => (await opened()).studies.keepRuns(studyId, keep),
		'study.delete': async ({ studyId }) => (await opened()).studies.delete(studyId),
		'study.cell': async ({ studyId, cell }) => {
			const lab = await opened();
			const { study } = await recordOf(studyId, lab);
			const found = planCells(study, await listSkills(lab.stores)).find(({ key }) => key === cell);
			if (!found) throw new InputError('The study has no such cell. Reload the page.', { studyId });
			const results = resultsOf(await lab.stores.studies.outcomes(studyId));
			if (!found.experiment && !(found.meanOf !== undefined && results.has(found.meanOf)))
				throw new InputError(
					'The shares of this cell are not known yet: they come from runs that are not done. Let the study go on.',
					{ studyId },
				);
			return cellExperiment(found, results);
		},
		'study.report': async ({ studyId, groupBy }) => {
			const lab = await opened();
			return reportOf(await recordOf(studyId, lab), lab.stores, groupBy);
		},
		'study.file': async ({ studyId, as, groupBy }) => {
			const lab = await opened();
			return studyFile(as, await recordOf(studyId, lab), lab.stores, groupBy);
		},
	};
}

function createQueue({ stores, control }: OpenLab, { emit }: LabSession): StudyQueue {
	return new StudyQueue({
		studies: stores.studies,
		runs: stores.runs,
		listSkills: () => listSkills(stores),
		train: createCellTrainer({ control, runs: stores.runs }),
		forget: (runId) => control.delete(runId),
		watcher: studyEvents(emit),
		now: Date.now,
	});
}

/** Throws InputError. */
async function recordOf(studyId: string, { stores }: OpenLab): Promise<StudyRecord> {
	const record = await stores.studies.get(studyId);
	if (!record)
		throw new InputError('The lab has no such study: it was deleted, or made elsewhere.', {
			studyId,
		});
	return record;
}

async function keep(
	id: string,
	study: Study,
	keepRuns: boolean,
	{ stores }: OpenLab,
): Promise<StudyRecord> {
	// Nothing is stored of a study whose cells cannot be made.
	planCells(study, await listSkills(stores));
	const record: StudyRecord = { id, study, madeAt: Date.now(), keepRuns, going: false };
	await stores.studies.put(record);
	return record;
}

const checked = async (study: unknown, lab: OpenLab, base?: Experiment): Promise<Study> =>
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
