/** SVAMP: {Body, Question, Answer}, a story, a question about it, and a number. */
import { pairShape } from './pair.ts';
import { scalarKey, type RowShape } from './shape.ts';

const pair = pairShape('svamp', 'SVAMP', [
	{ prompt: ['Question'], answer: ['Answer'], context: ['Body'] },
]);

export const svamp: RowShape = {
	...pair,
	// Without the story, the question would be trained alone.
	matches: (row) => scalarKey(row, ['Body']) !== undefined && pair.matches(row),
};
