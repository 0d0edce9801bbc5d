/** Studies in the database: each with the outcomes of its cells, which are stored one by one as they come. */
import { StorageError } from '#core/errors.ts';
import type { Connection } from '#lab/storage/connection.ts';
import { keysUnder } from '#lab/storage/schema.ts';
import type { CellOutcome, StudyRecord, StudyStore } from './model/record.ts';

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

export const createStudyStore = (connection: Connection): StudyStore => ({
	list: () =>
		connection.run('readonly', ['studies'], { doing: 'list the studies' }, async ({ store }) =>
			(await store.getAll()).sort((a, b) => b.madeAt - a.madeAt),
		),

	get: (id) =>
		connection.run('readonly', ['studies'], { doing: 'read the study' }, ({ store }) =>
			store.get(id),
		),

	put: (record) =>
		connection.run(
			'readwrite',
			['studies'],
			{ doing: `keep the study ${record.study.title}` },
			async ({ store }) => void (await store.put(record)),
		),

	outcomes: (studyId) =>
		connection.run(
			'readonly',
			['studyResults'],
			{ doing: "read the study's results" },
			({ store }) => store.getAll(keysUnder(studyId)),
		),

	putOutcome: (outcome) =>
		connection.run(
			'readwrite',
			['studies', 'studyResults'],
			{ doing: 'keep the result of a cell' },
			async (transaction) => {
				const { studyId, cell } = outcome;
				if (!(await transaction.objectStore('studies').get(studyId)))
					throw new StorageError(
						'The study is not in the database: it was deleted. Make it again to run it.',
						{ studyId },
					);
				await transaction.objectStore('studyResults').put(outcome, [studyId, cell]);
			},
		),

	deleteOutcomes: (studyId, cells) =>
		connection.run(
			'readwrite',
			['studyResults'],
			{ doing: 'forget results of the study' },
			async ({ store }) => {
				for (const cell of cells) await store.delete([studyId, cell]);
			},
		),

	delete: (id) =>
		connection.run(
			'readwrite',
			['studies', 'studyResults'],
			{ doing: 'delete the study' },
			async (transaction) => {
				await transaction.objectStore('studies').delete(id);
				await transaction.objectStore('studyResults').delete(keysUnder(id));
			},
		),
});
