/** A question set as the text of the editor, and the check of that text. */
import { InputError } from '#core/errors.ts';
import { sentence } from '#core/message.ts';
import { parseJson } from '#core/parseJson.ts';
import { parseSet, type ParsedSet } from './parseSet.ts';
import type { QuestionSet } from './types.ts';

/** The set as JSON without weights of 0. The innermost lists and objects stand in one line each. */
export const editedText = (set: QuestionSet): string =>
	// JSON has no line break inside a string, so that each one may become a space.
	JSON.stringify(
		set,
		(name, value: unknown) =>
			name === 'weights'
				? Object.fromEntries(Object.entries(value as object).filter(([, weight]) => weight > 0))
				: value,
		'\t',
	).replace(/[{[][^{}[\]]*[}\]]/g, (inner) => inner.replace(/\n\t*/g, ' '));

const newQuestion = {
	id: 'new-1',
	scope: 'general',
	prompt: 'New question',
	reference: 'Its answer',
	weights: { clarity: 1, accuracy: 2, completeness: 1 },
};

export const newSetText = (name: string): string =>
	editedText(parseSet({ name, questions: [newQuestion] }).set);

/** The set in the text, or what is wrong with it: the question, the field and how to fix it. */
export function checkEdited(text: string): ParsedSet | string {
	try {
		return parseSet(parseJson(text, (fault) => new InputError(sentence`This is ${fault}.`)));
	} catch (error) {
		if (error instanceof InputError) return error.message;
		throw error;
	}
}

/** The text with one more question at the end, under an id that is free. Throws InputError. */
export function withNewQuestion(text: string): string {
	const { set } = parseSet(JSON.parse(text));
	const ids = new Set(set.questions.map(({ id }) => id));
	let number = 1;
	while (ids.has(`new-${number}`)) number++;
	const added = { ...newQuestion, id: `new-${number}` };
	return editedText(parseSet({ ...set, questions: [...set.questions, added] }).set);
}
