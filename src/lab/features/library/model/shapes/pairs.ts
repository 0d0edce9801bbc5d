/** Shapes with one prompt column and one answer column, each under one of several names. */
import { promptAnswer } from '#engine/data/example.ts';
import { joined, optionalText, required, scalarKey, type Row, type RowShape } from './shape.ts';

interface PairNames {
	readonly prompt: readonly string[];
	readonly answer: readonly string[];
	/** Optional text before the prompt. */
	readonly context?: readonly string[];
}

function pairShape(id: string, title: string, pairs: readonly PairNames[]): RowShape {
	const pairIn = (row: Row) =>
		pairs.find(
			({ prompt, answer }) =>
				scalarKey(row, prompt) !== undefined && scalarKey(row, answer) !== undefined,
		);
	return {
		id,
		title,
		matches: (row) => pairIn(row) !== undefined,
		toExamples(row) {
			// An error names the missing column that belongs to the present one.
			const pair =
				pairIn(row) ?? pairs.find(({ prompt }) => scalarKey(row, prompt) !== undefined) ?? pairs[0];
			const prompt = required(row, scalarKey(row, pair.prompt) ?? pair.prompt[0]);
			const answer = required(row, scalarKey(row, pair.answer) ?? pair.answer[0]);
			return [promptAnswer(joined([optionalText(row, pair.context ?? []), prompt]), answer)];
		},
	};
}

/** Names of GSM8K, MetaMathQA and MATH too. Answers may be numbers. */
export const questionAnswer = pairShape('questionAnswer', 'Question and answer', [
	{
		prompt: ['question'],
		answer: ['answer', 'response', 'solution', 'output'],
		context: ['context'],
	},
	{ prompt: ['query'], answer: ['response', 'answer'], context: ['context'] },
	{ prompt: ['problem'], answer: ['solution', 'answer'] },
]);

export const promptCompletion = pairShape('promptCompletion', 'Prompt and completion', [
	{ prompt: ['prompt'], answer: ['completion', 'response', 'output', 'answer'] },
	{ prompt: ['input', 'inputs'], answer: ['output', 'outputs', 'target', 'targets', 'response'] },
	{ prompt: ['source'], answer: ['target'] },
]);

const story = pairShape('svamp', 'SVAMP', [
	{ prompt: ['Question'], answer: ['Answer'], context: ['Body'] },
]);
/** A story, a question about it, and a number. Without the story the question is not trained. */
export const svamp: RowShape = {
	...story,
	matches: (row) => scalarKey(row, ['Body']) !== undefined && story.matches(row),
};
