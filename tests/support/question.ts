/** Questions for tests, parsed like those of a file. */
import { parseSet } from '#lab/features/questions/model/set.ts';
import type {
	Answer,
	AnswerSet,
	Question,
	QuestionSet,
	Score,
} from '#lab/features/questions/model/types.ts';

export const questionSet = (
	...questions: readonly (Readonly<Record<string, unknown>> | { readonly id: string })[]
): QuestionSet => parseSet({ name: 'Test', questions });

export const question = (fields: Readonly<Record<string, unknown>>): Question =>
	questionSet({ id: 'q', prompt: 'What is it?', ...fields }).questions[0];

/** For a judge or a person, without rules. */
export const makeQuestion = (id: string, changed: Partial<Question> = {}): Question =>
	question({
		id,
		prompt: `What is ${id}?`,
		weights: { clarity: 1, accuracy: 3 },
		rules: [],
		rubric: { accuracy: `It says what ${id} is.` },
		...changed,
	});

export const answerSet = (
	id: string,
	answers: Readonly<Record<string, string>>,
	by: Partial<AnswerSet['by']> = {},
): AnswerSet => ({
	id,
	questions: 'f'.repeat(64),
	by: { kind: 'other', name: id, ...by },
	origin: { kind: 'file', name: `${id}.jsonl` },
	madeAt: 0,
	answers: Object.entries(answers).map(([key, text]): Answer => ({ id: key, text })),
});

export const personScore = (
	answer: string,
	questionId: string,
	category: Score['category'],
	value: number | null,
	name = 'Ada',
): Score => ({
	answerSet: answer,
	question: questionId,
	category,
	value,
	by: { kind: 'person', name },
});
