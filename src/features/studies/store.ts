/** Stores studies, and the outcome of each cell as soon as it exists. */
import { StorageError } from '#core/errors.ts';
import type { Connection } from '#lab/storage/connection.ts';
import { keysUnder } from '#lab/storage/schema.ts';
import type { CellOutcome } from './model/result.ts';
import type { StudyRecord } from './model/study.ts';

declare module '#lab/run/stores.ts' {
	interface LabStores {
		readonly studies: StudyStore;
	}
}
declare module '#lab/storage/schema.ts' {
	interface LabSchema {
		studies: { key: string; value: StudyRecord };
		/** [study id, key of the cell]. */
		studyResults: { key: [string, string]; value: CellOutcome };
	}
}

export const studyStores = (connection: Connection) => ({ studies: createStudyStore(connection) });

export type StudyStore = ReturnType<typeof createStudyStore>;

export const createStudyStore = (connection: Connection) => ({
	/** Newest first. */
	list(): Promise<StudyRecord[]> {
		const task = { doing: 'list the studies' };
		return connection.run('readonly', ['studies'], task, async ({ store }) =>
			(await store.getAll()).sort((a, b) => b.madeAt - a.madeAt),
		);
	},

	get(id: string): Promise<StudyRecord | undefined> {
		const task = { doing: 'read the study' };
		return connection.run('readonly', ['studies'], task, ({ store }) => store.get(id));
	},

	/** Stores or replaces the study with this id; its outcomes stay. */
	put(record: StudyRecord): Promise<void> {
		const task = { doing: `keep the study ${record.study.title}` };
		return connection.run('readwrite', ['studies'], task, async ({ store }) => {
			await store.put(record);
		});
	},

	outcomes(studyId: string): Promise<CellOutcome[]> {
		const task = { doing: "read the study's results" };
		return connection.run('readonly', ['studyResults'], task, ({ store }) =>
			store.getAll(keysUnder(studyId)),
		);
	},

	/** Stores or replaces a cell's outcome. Throws StorageError if the study was deleted. */
	putOutcome(outcome: CellOutcome): Promise<void> {
		const { studyId, cell } = outcome;
		const task = { doing: 'keep the result of a cell' };
		return connection.run('readwrite', ['studies', 'studyResults'], task, async (transaction) => {
			if (!(await transaction.objectStore('studies').get(studyId)))
				throw new StorageError(
					'The study is not in the database: it was deleted. Make it again to run it.',
					{ studyId },
				);
			await transaction.objectStore('studyResults').put(outcome, [studyId, cell]);
		});
	},

	/** Deletes the outcomes of these cells, so that they can be trained again. */
	deleteOutcomes(studyId: string, cells: readonly string[]): Promise<void> {
		const task = { doing: 'forget results of the study' };
		return connection.run('readwrite', ['studyResults'], task, async ({ store }) => {
			for (const cell of cells) await store.delete([studyId, cell]);
		});
	},

	/** Deletes the study with its outcomes. */
	delete(id: string): Promise<void> {
		const task = { doing: 'delete the study' };
		return connection.run('readwrite', ['studies', 'studyResults'], task, async (transaction) => {
			await transaction.objectStore('studies').delete(id);
			await transaction.objectStore('studyResults').delete(keysUnder(id));
		});
	},
});
