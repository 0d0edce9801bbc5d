/** The question sets and answer sets in the database, each in one record. */
import { StorageError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { Connection } from '#lab/storage/connection.ts';
import type { FeatureStores } from '#lab/storage/stores.ts';
import { answerSetInfo } from './model/report.ts';
import type { AnswerSet, AnswerSetRecord, QuestionSetRecord, Score } from './model/types.ts';

export type QuestionStores = ReturnType<typeof createQuestionStores>;
declare module '#lab/run/stores.ts' {
	interface LabStores {
		readonly questionSets: QuestionStores['questionSets'];
		readonly answerSets: QuestionStores['answerSets'];
	}
}
declare module '#lab/storage/schema.ts' {
	interface LabSchema {
		questionSets: { key: string; value: QuestionSetRecord };
		answerSets: { key: string; value: AnswerSetRecord };
	}
}

const sets = ['questionSets'] as const;
const answers = ['answerSets'] as const;

export const questionStores: FeatureStores = {
	migrations: [
		{
			version: 7,
			what: say('make the stores'),
			apply(database) {
				database.createObjectStore('questionSets', { keyPath: 'sha256' });
				database.createObjectStore('answerSets', { keyPath: 'id' });
			},
		},
	],
	open: (connection) => createQuestionStores(connection),
};

const createQuestionStores = ({ read, write, keep }: Connection) => ({
	questionSets: {
		/** Newest first. */
		list: () =>
			read(sets, async ({ questionSets }) =>
				(await questionSets.getAll()).map(({ info }) => info).sort((a, b) => b.savedAt - a.savedAt),
			),
		get: (sha256: string) =>
			read(sets, async (stored) => (await stored.questionSets.get(sha256))?.set),
		put: (record: QuestionSetRecord) =>
			keep(
				sets,
				say('keep the question set {name}', { name: record.info.name }),
				async (stored) => void (await stored.questionSets.put(record)),
			),
		/** Also deletes the answers to the set. */
		delete: (sha256: string) =>
			write([...sets, ...answers], async (stored) => {
				for (const { id, set } of await stored.answerSets.getAll())
					if (set.questions === sha256) await stored.answerSets.delete(id);
				await stored.questionSets.delete(sha256);
			}),
	},
	answerSets: {
		/** Newest first. `questions`: only the answers to this set. */
		list: (questions?: string) =>
			read(answers, async ({ answerSets }) =>
				(await answerSets.getAll())
					.filter(({ set }) => questions === undefined || set.questions === questions)
					.map(({ set, scores }) => answerSetInfo(set, scores.length))
					.sort((a, b) => b.madeAt - a.madeAt),
			),
		get: (id: string) => read(answers, ({ answerSets }) => answerSets.get(id)),
		/** All or none. `newScores`: of answers that are not stored yet. */
		put: (made: readonly AnswerSet[], newScores: readonly Score[] = []) =>
			keep(answers, say('keep the answers'), async ({ answerSets }) => {
				for (const set of made) {
					// After a lost connection this set may be stored already, with scores that came since.
					const stored = (await answerSets.get(set.id))?.scores;
					const scores = stored ?? newScores.filter(({ answerSet }) => answerSet === set.id);
					await answerSets.put({ id: set.id, set, scores });
				}
			}),
		/** Changes all of the records or none. Throws StorageError if one is missing. */
		update: (
			ids: readonly string[],
			change: (record: AnswerSetRecord) => Pick<AnswerSetRecord, 'set' | 'scores'>,
		) =>
			keep(answers, say('keep the scores'), async ({ answerSets }) => {
				for (const id of ids) {
					const record = await answerSets.get(id);
					if (!record)
						throw new StorageError(
							say('These answers are not in the database: they were deleted. Choose others.'),
						);
					await answerSets.put({ id, ...change(record) });
				}
			}),
		delete: (id: string) => write(answers, ({ answerSets }) => answerSets.delete(id)),
	},
});
