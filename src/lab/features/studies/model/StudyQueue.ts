/** The queue of studies: starts, pauses, retries and deletes them. One study trains at a time. */
import { InputError } from '#engine/core/errors.ts';
import { sentence } from '#engine/core/message.ts';
import { createMutex } from '#lab/run/turns.ts';
import { planCells } from './cells.ts';
import type { StudyRecord } from './study.ts';
import type { StudyStore } from '../store.ts';
import { isRunOf, StudyTraining, type StudyStatus, type TrainingParts } from './StudyTraining.ts';

export class StudyQueue {
	/** Runs requests in order: a pause never overtakes an earlier start. */
	readonly #inTurn = createMutex();
	#training: StudyTraining | null = null;
	#ended: Promise<void> = Promise.resolve();
	/** The last status of each study that has stopped since the page was loaded. */
	readonly #idle = new Map<string, StudyStatus>();

	constructor(private readonly parts: TrainingParts) {}

	status(studyId: string): StudyStatus {
		return this.#trainingOf(studyId)?.status ?? this.#idle.get(studyId) ?? { kind: 'idle' };
	}

	/** Starts or resumes a study; pauses another one first. Throws InputError. */
	play(studyId: string): Promise<void> {
		return this.#inTurn(() => this.#play(studyId));
	}

	async #play(studyId: string): Promise<void> {
		if (this.#trainingOf(studyId)?.isPausing === false) return;
		const { studies, listSkills } = this.parts;
		const stored = await readStudy(studies, studyId);
		const cells = planCells(stored.study, await listSkills());
		await this.#pauseCurrent();
		const record: StudyRecord = { ...stored, going: true };
		await studies.put(record);
		const outcomes = await studies.outcomes(studyId);
		this.#training = new StudyTraining(this.parts, record, cells, outcomes);
		this.#ended = this.#trainToEnd(this.#training);
	}

	/** Resolves when the current step is done and a checkpoint is stored. */
	pause(studyId: string): Promise<void> {
		return this.#inTurn(async () => {
			if (this.#trainingOf(studyId)) return this.#pauseCurrent();
			// A reload interrupted it, and the visitor does not resume it.
			const { studies } = this.parts;
			const record = await readStudy(studies, studyId);
			if (record.going) await studies.put({ ...record, going: false });
		});
	}

	/** Trains failed cells again from their start: these, or all. */
	retry(studyId: string, cells?: readonly string[]): Promise<void> {
		return this.#inTurn(async () => {
			const failed = (await this.parts.studies.outcomes(studyId))
				.filter(({ kind, cell }) => kind === 'failed' && (cells?.includes(cell) ?? true))
				.map(({ cell }) => cell);
			await this.parts.studies.deleteOutcomes(studyId, failed);
			this.#trainingOf(studyId)?.forget(failed);
			await this.#play(studyId);
		});
	}

	/** Applies from the next cell on. */
	keepRuns(studyId: string, keepRuns: boolean): Promise<StudyRecord> {
		return this.#inTurn(async () => {
			const { studies } = this.parts;
			const record = { ...(await readStudy(studies, studyId)), keepRuns };
			await studies.put(record);
			const training = this.#trainingOf(studyId);
			if (training) training.record = record;
			return record;
		});
	}

	/** Deletes a study with its results and runs, except the kept runs. */
	delete(studyId: string): Promise<void> {
		return this.#inTurn(async () => {
			if (this.#trainingOf(studyId)) await this.#pauseCurrent();
			for (const run of await this.parts.runs.list())
				if (isRunOf(studyId, run) && run.name === undefined) await this.parts.forget(run.id);
			await this.parts.studies.delete(studyId);
			this.#idle.delete(studyId);
		});
	}

	#trainingOf(studyId: string): StudyTraining | null {
		return this.#training?.record.id === studyId ? this.#training : null;
	}

	async #pauseCurrent(): Promise<void> {
		this.#training?.pause();
		await this.#ended;
	}

	async #trainToEnd(training: StudyTraining): Promise<void> {
		const { id } = training.record;
		const status = await training.run();
		// If this cannot be stored, the study only seems interrupted after a reload.
		await this.#storeIdle(id).catch(() => undefined);
		this.#training = null;
		this.#idle.set(id, status);
		this.parts.watcher.status(id, status);
	}

	/** A study that another tab deleted stays deleted. */
	async #storeIdle(id: string): Promise<void> {
		const record = await this.parts.studies.get(id);
		if (record) await this.parts.studies.put({ ...record, going: false });
	}
}

export async function readStudy(studies: StudyStore, studyId: string): Promise<StudyRecord> {
	const record = await studies.get(studyId);
	if (record) return record;
	throw new InputError(sentence('studies.errors.labHasNoSuchStudy'), { studyId });
}
