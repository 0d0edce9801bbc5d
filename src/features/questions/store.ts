/** The question sets and answer sets in the database, each in one record. */
import { StorageError } from '#core/errors.ts';
import { answerSetInfo } from './model/report.ts';
import type { Connection } from '#lab/storage/connection.ts';
import type {
	AnswerSetInfo,
	AnswerSetRecord,
	AnswerSetStore,
	QuestionSetRecord,
	QuestionSetStore,
} from './model/types.ts';

declare module '#lab/run/stores.ts' {
	interface LabStores {
		readonly questionSets: QuestionSetStore;
		readonly answerSets: AnswerSetStore;
	}
}
declare module '#lab/storage/schema.ts' {
	interface LabSchema {
		questionSets: { key: string; value: QuestionSetRecord };
		answerSets: { key: string; value: AnswerSetRecord };
	}
}

export const questionStores = (connection: Connection) => ({
	questionSets: createQuestionSetStore(connection),
	answerSets: createAnswerSetStore(connection),
});

export const createQuestionSetStore = (connection: Connection): QuestionSetStore => ({
	list: () =>
		connection.run(
			'readonly',
			['questionSets'],
			{ doing: 'list the question sets' },
			async ({ store }) =>
				(await store.getAll()).map(({ info }) => info).sort((a, b) => b.savedAt - a.savedAt),
		),

	get: async (sha256) =>
		(
			await connection.run(
				'readonly',
				['questionSets'],
				{ doing: 'read the question set' },
				({ store }) => store.get(sha256),
			)
		)?.set,

	put: (record) =>
		connection.run(
			'readwrite',
			['questionSets'],
			{ doing: `keep the question set ${record.info.name}` },
			async ({ store }) => void (await store.put(record)),
		),

	delete: (sha256) =>
		connection.run(
			'readwrite',
			['questionSets', 'answerSets'],
			{ doing: 'delete the question set' },
			async (transaction) => {
				const answers = transaction.objectStore('answerSets');
				for (const { id, set } of await answers.getAll())
					if (set.questions === sha256) await answers.delete(id);
				await transaction.objectStore('questionSets').delete(sha256);
			},
		),
});

export const infoOf = ({ set, scores }: AnswerSetRecord): AnswerSetInfo =>
	answerSetInfo(set, scores.length);

export const createAnswerSetStore = (connection: Connection): AnswerSetStore => ({
	list: (questions) =>
		connection.run('readonly', ['answerSets'], { doing: 'list the answers' }, async ({ store }) =>
			(await store.getAll())
				.filter(({ set }) => questions === undefined || set.questions === questions)
				.map(infoOf)
				.sort((a, b) => b.madeAt - a.madeAt),
		),

	get: (id) =>
		connection.run('readonly', ['answerSets'], { doing: 'read the answers' }, ({ store }) =>
			store.get(id),
		),

	put: (sets) =>
		connection.run(
			'readwrite',
			['answerSets'],
			{ doing: 'keep the answers' },
			async ({ store }) => {
				for (const set of sets) {
					// Committed already, before the connection was lost: scores may have come since.
					const scores = (await store.get(set.id))?.scores ?? [];
					await store.put({ id: set.id, set, scores });
				}
			},
		),

	update: (ids, change) =>
		connection.run('readwrite', ['answerSets'], { doing: 'keep the scores' }, async ({ store }) => {
			for (const id of ids) {
				const record = await store.get(id);
				if (!record)
					throw new StorageError(
						'These answers are not in the database: they were deleted. Choose others.',
						{ id },
					);
				await store.put({ id, ...change(record) });
			}
		}),

	delete: (id) =>
		connection.run('readwrite', ['answerSets'], { doing: 'delete the answers' }, ({ store }) =>
			store.delete(id),
		),
});
