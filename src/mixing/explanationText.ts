/** What the page shows of a policy as text, in the language in use. */
import { statementText } from '#engine/core/message.ts';
import type { Explanation } from './policy.ts';

/** The same explanation with text in the place of its messages. */
export function explanationText(explanation: Explanation): Explanation<string> {
	const { sentence, matrices, influences, law, warnings, ...numbers } = explanation;
	return {
		...numbers,
		sentence: statementText(sentence),
		...(matrices && {
			matrices: matrices.map((matrix) => ({ ...matrix, about: statementText(matrix.about) })),
		}),
		...(influences && { influences: { ...influences, about: statementText(influences.about) } }),
		...(law && { law: { ...law, about: statementText(law.about) } }),
		...(warnings && { warnings: warnings.map(statementText) }),
	};
}

/** `Follows what is hard` of the title `Follows what is hard (MoS)`. */
export const shortTitle = (title: string): string => title.replace(/ ?[(（][^()（）]+[)）]$/, '');
