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
		connection.read(['questionSets'], 'list the question sets', async ({ questionSets }) =>
			(await questionSets.getAll()).map(({ info }) => info).sort((a, b) => b.savedAt - a.savedAt),
		),

	async get(sha256) {
		const record = await connection.read(
			['questionSets'],
			'read the question set',
			({ questionSets }) => questionSets.get(sha256),
		);
		return record?.set;
	},

	put: (record) =>
		connection.write(
			['questionSets'],
			`keep the question set ${record.info.name}`,
			async ({ questionSets }) => void (await questionSets.put(record)),
		),

	delete: (sha256) =>
		connection.write(
			['questionSets', 'answerSets'],
			'delete the question set',
			async ({ questionSets, answerSets }) => {
				for (const { id, set } of await answerSets.getAll())
					if (set.questions === sha256) await answerSets.delete(id);
				await questionSets.delete(sha256);
			},
		),
});

export const infoOf = ({ set, scores }: AnswerSetRecord): AnswerSetInfo =>
	answerSetInfo(set, scores.length);

export const createAnswerSetStore = (connection: Connection): AnswerSetStore => ({
	list: (questions) =>
		connection.read(['answerSets'], 'list the answers', async ({ answerSets }) =>
			(await answerSets.getAll())
				.filter(({ set }) => questions === undefined || set.questions === questions)
				.map(infoOf)
				.sort((a, b) => b.madeAt - a.madeAt),
		),

	get: (id) =>
		connection.read(['answerSets'], 'read the answers', ({ answerSets }) => answerSets.get(id)),

	put: (sets) =>
		connection.write(['answerSets'], 'keep the answers', async ({ answerSets }) => {
			for (const set of sets) {
				// After a lost connection this set may be stored already, with scores that came since.
				const scores = (await answerSets.get(set.id))?.scores ?? [];
				await answerSets.put({ id: set.id, set, scores });
			}
		}),

	update: (ids, change) =>
		connection.write(['answerSets'], 'keep the scores', async ({ answerSets }) => {
			for (const id of ids) {
				const record = await answerSets.get(id);
				if (!record)
					throw new StorageError(
						'These answers are not in the database: they were deleted. Choose others.',
						{ id },
					);
				await answerSets.put({ id, ...change(record) });
			}
		}),

	delete: (id) =>
		connection.write(['answerSets'], 'delete the answers', ({ answerSets }) =>
			answerSets.delete(id),
		),
});
