/** An explanation as text, in the language in use. */
import { statementText } from '#engine/core/message.ts';
import type { PolicyStatement } from './messages.ts';
import type { Explanation } from './policy.ts';
import { policySentences } from './words.en.ts';

/** The same explanation with text in the place of its messages. */
export function explanationText(explanation: Explanation): Explanation<string> {
	const { sentence, matrices, influences, law, warnings, ...numbers } = explanation;
	const text = (statement: PolicyStatement) => statementText(policySentences, statement);
	return {
		...numbers,
		sentence: text(sentence),
		...(matrices && {
			matrices: matrices.map((matrix) => ({ ...matrix, about: text(matrix.about) })),
		}),
		...(influences && { influences: { ...influences, about: text(influences.about) } }),
		...(law && { law: { ...law, about: text(law.about) } }),
		...(warnings && { warnings: warnings.map(text) }),
	};
}
