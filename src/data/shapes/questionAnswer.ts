/** {question, answer} and its usual other names (GSM8K, MetaMathQA, MATH); answers may be numbers. */
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
