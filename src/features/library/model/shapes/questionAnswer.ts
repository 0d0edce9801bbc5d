/** {question, answer}, and other usual names (GSM8K, MetaMathQA, MATH). Answers may be numbers. */
import { pairShape } from './pair.ts';

export const questionAnswer = pairShape('questionAnswer', 'Question and answer', [
	{
		prompt: ['question'],
		answer: ['answer', 'response', 'solution', 'output'],
		context: ['context'],
	},
	{ prompt: ['query'], answer: ['response', 'answer'], context: ['context'] },
	{ prompt: ['problem'], answer: ['solution', 'answer'] },
]);
