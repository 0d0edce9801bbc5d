/** Trains studies: each is a list of runs whose results are stored. One trains at a time. */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { truncate } from '#engine/core/text.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { RunRecord, RunStore } from '#lab/run/stores.ts';
import { RunList } from '#lab/run/RunList.ts';
import type { ListedRun, TrainedRun, TrainToEnd } from '#lab/run/trainToEnd.ts';
import { createMutex } from '#lab/run/turns.ts';
import { shownStatus, type ShownListStatus } from '#lab/worker/listStatus.ts';
import type { StudyStore } from './store.ts';
import { cellExperiment, planCells, type Cell } from '#lab/study/cells.ts';
import { resultsByCell, runMilliseconds, toResult, type CellOutcome } from '#lab/study/result.ts';
import type { Factors, StudyRecord } from '#lab/study/study.ts';

/** The key of the cell that trains. */
export type StudyStatus = ShownListStatus<{ readonly cell: string }>;

export const cellRunId = (studyId: string, cell: string) => `study:${studyId}:${cell}`;

const kind = 'study';

/** The stored runs of cells. A run that the study has kept is none of them any more. */
export const runsOfStudy = (studyId: string, runs: readonly RunRecord[]): RunRecord[] =>
	runs.filter(({ group }) => group?.kind === kind && group.id === studyId);

/** A run's name has at most 120 letters, with its `…`. */
const longestName = 119;

/** The factors come first, because lists cut names off at their end. */
const cellRunName = (title: string, { policy, ...others }: Factors): string => {
	const values = Object.entries(others).map(([name, value]) => `${name} ${value}`);
	return truncate([[policy, ...values].join(', '), title].join(' · '), longestName);
};

export interface TrainingParts {
	readonly studies: StudyStore;
	readonly runs: Pick<RunStore, 'list' | 'leaveGroup'>;
	readonly listSkills: () => Promise<readonly SkillInfo[]>;
	readonly train: TrainToEnd;
	/** Deletes a run; ignores an unknown id. */
	readonly forget: (runId: string) => Promise<void>;
	readonly watcher: {
		status(studyId: string, status: StudyStatus): void;
		outcome(outcome: CellOutcome): void;
	};
	/** Milliseconds since 1970. */
	readonly now: () => number;
}

export class StudyQueue {
	/** Runs requests in order: a pause never overtakes an earlier start. */
	readonly #inTurn = createMutex();
	/** The studies that were played since the page was loaded. */
	readonly #trainings = new Map<string, StudyTraining>();

	constructor(private readonly parts: TrainingParts) {}

	status(studyId: string): StudyStatus {
		return this.#trainings.get(studyId)?.status ?? { kind: 'idle' };
	}

	/** Starts or resumes a study; pauses another one first. Throws InputError. */
	play(studyId: string): Promise<void> {
		return this.#inTurn(() => this.#play(studyId));
	}

	async #play(studyId: string): Promise<void> {
		if (this.#trainings.get(studyId)?.list.isPlaying) return;
		const { studies, listSkills } = this.parts;
		const stored = await readStudy(studies, studyId);
		const cells = planCells(stored.study, await listSkills());
		for (const { list } of this.#trainings.values()) await list.pause();
		const record: StudyRecord = { ...stored, going: true };
		await studies.put(record);
		const outcomes = await studies.outcomes(studyId);
		const training = new StudyTraining(this.parts, record, cells, outcomes);
		this.#trainings.set(studyId, training);
		await training.list.play();
	}

	/** Resolves when the current step is done and a checkpoint is stored. Throws InputError. */
	pause(studyId: string): Promise<void> {
		return this.#inTurn(async () => {
			const list = this.#trainings.get(studyId)?.list;
			if (list?.isPlaying) return list.pause();
			// A reload interrupted it, and the visitor does not resume it.
			await readStudy(this.parts.studies, studyId);
			await storeRest(studyId, this.parts.studies);
		});
	}

	/** Trains failed cells again from their start: these, or all. */
	retry(studyId: string, cells?: readonly string[]): Promise<void> {
		return this.#inTurn(async () => {
			const failed = (await this.parts.studies.outcomes(studyId))
				.filter(({ kind, cell }) => kind === 'failed' && (cells?.includes(cell) ?? true))
				.map(({ cell }) => cell);
			await this.parts.studies.deleteOutcomes(studyId, failed);
			this.#trainings.get(studyId)?.forget(failed);
			await this.#play(studyId);
		});
	}

	/** Applies from the next cell on. */
	keepRuns(studyId: string, keepRuns: boolean): Promise<StudyRecord> {
		return this.#inTurn(async () => {
			const { studies } = this.parts;
			const record = { ...(await readStudy(studies, studyId)), keepRuns };
			await studies.put(record);
			const training = this.#trainings.get(studyId);
			if (training) training.record = record;
			return record;
		});
	}

	/** Deletes a study with its results and runs, except the kept runs. */
	delete(studyId: string): Promise<void> {
		return this.#inTurn(async () => {
			await this.#trainings.get(studyId)?.list.pause();
			for (const { id } of runsOfStudy(studyId, await this.parts.runs.list()))
				await this.parts.forget(id);
			await this.parts.studies.delete(studyId);
			this.#trainings.delete(studyId);
		});
	}
}

export async function readStudy(studies: StudyStore, studyId: string): Promise<StudyRecord> {
	const record = await studies.get(studyId);
	if (record) return record;
	throw new InputError(
		say('The lab has no such study: it was deleted, or made elsewhere. Choose another.'),
		{ studyId },
	);
}

/** A study that another tab deleted stays deleted. */
async function storeRest(studyId: string, studies: StudyStore): Promise<void> {
	const record = await studies.get(studyId);
	if (record?.going) await studies.put({ ...record, going: false });
}

/** The list of a study's cells. */
class StudyTraining {
	readonly #parts: TrainingParts;
	/** By key of the cell. */
	readonly #outcomes: Map<string, CellOutcome>;
	record: StudyRecord;
	readonly list: RunList<Cell>;

	constructor(
		parts: TrainingParts,
		record: StudyRecord,
		cells: readonly Cell[],
		outcomes: readonly CellOutcome[],
	) {
		this.#parts = parts;
		this.record = record;
		this.#outcomes = new Map(outcomes.map((outcome) => [outcome.cell, outcome]));
		this.list = new RunList({
			train: parts.train,
			next: async () => cells.find((cell) => this.#isNext(cell)),
			runOf: (cell) => this.#runOf(cell),
			onDone: (cell, trained) => this.#keep(cell, trained),
			onFailed: async (cell, message) => {
				// A retry starts from the beginning.
				await parts.forget(cellRunId(record.id, cell.key));
				await this.#store({ ...this.#stamp(cell), kind: 'failed', message });
			},
			onStatus: () => parts.watcher.status(record.id, this.status),
			// If this cannot be stored, the study only seems interrupted after a reload.
			onRest: () => storeRest(record.id, parts.studies).catch(() => undefined),
		});
	}

	get status(): StudyStatus {
		return shownStatus(this.list.status, ({ key }) => ({ cell: key }));
	}

	/** These cells are trained again. */
	forget(cells: readonly string[]): void {
		for (const cell of cells) this.#outcomes.delete(cell);
	}

	/** Whether the cell has no outcome, and does not wait for another cell. */
	#isNext({ key, replays }: Cell): boolean {
		const waits = replays !== undefined && this.#outcomes.get(replays.cell)?.kind !== 'done';
		return !this.#outcomes.has(key) && !waits;
	}

	#runOf(cell: Cell): ListedRun {
		const { id } = this.record;
		return {
			runId: cellRunId(id, cell.key),
			experiment: cellExperiment(cell, resultsByCell(this.#outcomes.values())),
			group: { kind, id, key: cell.key, temporary: true },
		};
	}

	async #keep(cell: Cell, { events, ...computer }: TrainedRun): Promise<void> {
		const { forget, runs } = this.#parts;
		const { factors } = cell;
		const { runId, experiment } = this.#runOf(cell);
		const result = toResult({ ...cell, experiment }, events, runMilliseconds(events), computer);
		await this.#store({ ...this.#stamp(cell), kind: 'done', result });
		const { keepRuns, study } = this.record;
		if (keepRuns) await runs.leaveGroup(runId, cellRunName(study.title, factors));
		else await forget(runId);
	}

	#stamp({ key, factors }: Cell) {
		return { studyId: this.record.id, cell: key, factors, at: this.#parts.now() };
	}

	async #store(outcome: CellOutcome): Promise<void> {
		await this.#parts.studies.putOutcome(outcome);
		this.#outcomes.set(outcome.cell, outcome);
		this.#parts.watcher.outcome(outcome);
	}
}
