/** A question for tests of the judge and of blind marking. */
import { byCategory } from '../categories.ts';
import type { Question } from '../types.ts';

export const makeQuestion = (id: string, changed: Partial<Question> = {}): Question => ({
	id,
	scope: 'general',
	prompt: `What is ${id}?`,
	weights: { ...byCategory(() => 0), clarity: 1, accuracy: 3 },
	rules: [],
	rubric: { accuracy: `It says what ${id} is.` },
	...changed,
});
