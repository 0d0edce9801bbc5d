/** The evaluation's stores in memory, for tests. They store copies, as a database does. */
import { StorageError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import { answerSetInfo } from './report.ts';
import type { QuestionStores } from '../store.ts';
import type { AnswerSetRecord, QuestionSetRecord } from './types.ts';

export function memoryQuestions(): QuestionStores {
	const questions = new Map<string, QuestionSetRecord>();
	const answers = new Map<string, AnswerSetRecord>();
	return {
		questionSets: {
			list: async () =>
				[...questions.values()].map(({ info }) => info).sort((a, b) => b.savedAt - a.savedAt),
			get: async (sha256) => structuredClone(questions.get(sha256)?.set),
			put: async (record) => void questions.set(record.sha256, structuredClone(record)),
			async delete(sha256) {
				questions.delete(sha256);
				for (const [id, { set }] of answers) if (set.questions === sha256) answers.delete(id);
			},
		},
		answerSets: {
			list: async (wanted) =>
				[...answers.values()]
					.filter(({ set }) => wanted === undefined || set.questions === wanted)
					.map(({ set, scores }) => answerSetInfo(set, scores.length))
					.sort((a, b) => b.madeAt - a.madeAt),
			get: async (id) => structuredClone(answers.get(id)),
			async put(sets, newScores = []) {
				for (const set of sets) {
					const scores =
						answers.get(set.id)?.scores ??
						newScores.filter(({ answerSet }) => answerSet === set.id);
					answers.set(set.id, structuredClone({ id: set.id, set, scores }));
				}
			},
			async update(ids, change) {
				const changed = ids.map((id) => {
					const record = answers.get(id);
					if (!record) throw new StorageError(asMessage('These answers were deleted.'), { id });
					return { id, ...change(structuredClone(record)) };
				});
				for (const record of changed) answers.set(record.id, structuredClone(record));
			},
			delete: async (id) => void answers.delete(id),
		},
	};
}
