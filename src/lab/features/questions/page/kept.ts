/** The visitor's question sets, answers and marks, for files with parts of the lab. */
import { demandHash, type KeptKind } from '#lab/page/shell/keptKind.ts';
import { keptAnswersText } from '../model/keptAnswers.ts';
import type { QuestionsLab, QuestionsState } from './QuestionsState.svelte.ts';

export const keptQuestions = (
	client: QuestionsLab,
	questions: Pick<QuestionsState, 'load' | 'chosen'>,
): readonly KeptKind[] => [
	{
		kind: 'questions',
		stage: 'data',
		// A later version of the lab can lack a shipped set: it is stored with its answers.
		list: async () => {
			const answered = (await client['answer.list']({})).map(({ questions: sha256 }) => sha256);
			return (await client['question.list']())
				.filter(({ shipped, sha256 }) => !shipped || answered.includes(sha256))
				.map(({ sha256, name }) => ({
					name,
					read: async () => {
						return { id: sha256, name, files: [await client['question.export']({ sha256 })] };
					},
				}));
		},
		store: async (part, [file]) => {
			const here = await client['question.list']();
			if (here.some(({ sha256 }) => sha256 === part.id)) return false;
			return demandHash(part, (await client['question.import']({ file })).sha256);
		},
	},
	{
		kind: 'answers',
		stage: 'work',
		list: async () =>
			(await client['answer.list']({})).map(({ id, by: { name } }) => ({
				name,
				read: async () => {
					const blob = new Blob([keptAnswersText(await client['answer.open']({ id }))]);
					return { id, name, files: [{ name: 'answers.json', blob }] };
				},
			})),
		store: async (_, [file]) => {
			const isNew = await client['answer.restore']({ file });
			// The screen is open, or was: it shows them.
			if (questions.chosen) await questions.load();
			return isNew;
		},
	},
];
