/** Stores studies, and the outcome of each cell as soon as it exists. */
import { StorageError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { Connection } from '#lab/storage/connection.ts';
import { keysUnder } from '#lab/storage/schema.ts';
import type { FeatureStores } from '#lab/storage/stores.ts';
import type { CellOutcome } from '#lab/study/result.ts';
import type { StudyRecord } from '#lab/study/study.ts';

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

export const studyStores: FeatureStores = {
	migrations: [
		{
			version: 7,
			what: say('make the stores'),
			apply(database) {
				database.createObjectStore('studies', { keyPath: 'id' });
				database.createObjectStore('studyResults');
			},
		},
	],
	open: (connection) => ({ studies: createStudyStore(connection) }),
};

export type StudyStore = ReturnType<typeof createStudyStore>;

const createStudyStore = ({ read, write, keep }: Connection) => ({
	/** Newest first. */
	list: (): Promise<StudyRecord[]> =>
		read(['studies'], async ({ studies }) =>
			(await studies.getAll()).sort((a, b) => b.madeAt - a.madeAt),
		),

	get: (id: string): Promise<StudyRecord | undefined> =>
		read(['studies'], ({ studies }) => studies.get(id)),

	/** Stores or replaces the study with this id; its outcomes stay. `outcomes` are added. */
	put: (record: StudyRecord, outcomes: readonly CellOutcome[] = []): Promise<void> =>
		keep(
			['studies', 'studyResults'],
			say('keep the study {title}', { title: record.study.title }),
			async ({ studies, studyResults }) => {
				await studies.put(record);
				for (const outcome of outcomes) await studyResults.put(outcome, [record.id, outcome.cell]);
			},
		),

	outcomes: (studyId: string): Promise<CellOutcome[]> =>
		read(['studyResults'], ({ studyResults }) => studyResults.getAll(keysUnder(studyId))),

	/** Stores or replaces a cell's outcome. Throws StorageError if the study was deleted. */
	putOutcome(outcome: CellOutcome): Promise<void> {
		const { studyId, cell } = outcome;
		const doing = say('keep the result of a cell');
		return keep(['studies', 'studyResults'], doing, async (stores) => {
			if (!(await stores.studies.get(studyId)))
				throw new StorageError(
					say('The study is not in the database: it was deleted. Make it again to run it.'),
					{ studyId },
				);
			await stores.studyResults.put(outcome, [studyId, cell]);
		});
	},

	/** Deletes the outcomes of these cells, so that they can be trained again. */
	deleteOutcomes: (studyId: string, cells: readonly string[]): Promise<void> =>
		write(['studyResults'], async ({ studyResults }) => {
			for (const cell of cells) await studyResults.delete([studyId, cell]);
		}),

	delete: (id: string): Promise<void> =>
		write(['studies', 'studyResults'], async (stores) => {
			await stores.studies.delete(id);
			await stores.studyResults.delete(keysUnder(id));
		}),
});
