/** What the page shows of a policy as text, in the language in use. */
import { say, statementText } from '#engine/core/message.ts';
import { hasLeft } from './leftPolicies.ts';
import type { PolicyStatement } from './messages.ts';
import type { Explanation } from './policy.ts';

/** The words of a policy left with it. */
function shownText(statement: PolicyStatement): string {
	const left = [statement]
		.flat()
		.map((part) => (typeof part === 'object' && 'id' in part ? part.id.split('.')[0] : ''))
		.find(hasLeft);
	return statementText(
		left ? say('The policy "{id}" left in 1.0, and its words with it.', { id: left }) : statement,
	);
}

/** The same explanation with text in the place of its messages. */
export function explanationText(explanation: Explanation): Explanation<string> {
	const { sentence, warnings, ...numbers } = explanation;
	return {
		...numbers,
		sentence: shownText(sentence),
		...(warnings && { warnings: warnings.map(shownText) }),
	};
}

/** `Follows what is hard` of the title `Follows what is hard (MoS)`. */
export const shortTitle = (title: string): string => title.replace(/ ?[(（][^()（）]+[)）]$/, '');
