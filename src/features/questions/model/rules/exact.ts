/** Accuracy: the answer is the reference. */
import { defineRule, needsReference, quoted, rightAnswers } from '../rule.ts';
import { normalised } from '../text.ts';

export const exact = defineRule({
	kind: 'exact',
	title: 'Is the reference',
	about:
		'1 if the whole answer is the reference (or an alternative), else 0. Case, spaces, outer ' +
		'quotes and a closing mark are not compared.',
	categories: ['accuracy'],
	settings: {},
	example: {},
	demand: needsReference,
	sentence: (_, asked) =>
		`1 if the whole answer is ${rightAnswers(asked)
			.map((text) => quoted([text]))
			.join(' or ')}, else 0; case, spaces, outer quotes and a closing mark are not compared.`,
	measure: (_, asked, answer) =>
		rightAnswers(asked).some((right) => normalised(right) === normalised(answer))
			? { value: 1, why: 'It is the reference.' }
			: { value: 0, why: 'It is not the reference.' },
});
