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

const createStudyStore = (connection: Connection) => ({
	/** Newest first. */
	list: (): Promise<StudyRecord[]> =>
		connection.read(['studies'], 'list the studies', async ({ studies }) =>
			(await studies.getAll()).sort((a, b) => b.madeAt - a.madeAt),
		),

	get: (id: string): Promise<StudyRecord | undefined> =>
		connection.read(['studies'], 'read the study', ({ studies }) => studies.get(id)),

	/** Stores or replaces the study with this id; its outcomes stay. */
	put: (record: StudyRecord): Promise<void> =>
		connection.write(['studies'], `keep the study ${record.study.title}`, async ({ studies }) => {
			await studies.put(record);
		}),

	outcomes: (studyId: string): Promise<CellOutcome[]> =>
		connection.read(['studyResults'], "read the study's results", ({ studyResults }) =>
			studyResults.getAll(keysUnder(studyId)),
		),

	/** Stores or replaces a cell's outcome. Throws StorageError if the study was deleted. */
	putOutcome(outcome: CellOutcome): Promise<void> {
		const { studyId, cell } = outcome;
		const doing = 'keep the result of a cell';
		return connection.write(['studies', 'studyResults'], doing, async (stores) => {
			if (!(await stores.studies.get(studyId)))
				throw new StorageError(
					'The study is not in the database: it was deleted. Make it again to run it.',
					{ studyId },
				);
			await stores.studyResults.put(outcome, [studyId, cell]);
		});
	},

	/** Deletes the outcomes of these cells, so that they can be trained again. */
	deleteOutcomes: (studyId: string, cells: readonly string[]): Promise<void> =>
		connection.write(['studyResults'], 'forget results of the study', async ({ studyResults }) => {
			for (const cell of cells) await studyResults.delete([studyId, cell]);
		}),

	/** Deletes the study with its outcomes. */
	delete: (id: string): Promise<void> =>
		connection.write(['studies', 'studyResults'], 'delete the study', async (stores) => {
			await stores.studies.delete(id);
			await stores.studyResults.delete(keysUnder(id));
		}),
});
