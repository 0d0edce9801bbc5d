/** The fields of a message that a model never reads: its chat template does not write them. */
import { ConversationError } from './chatTemplate.ts';
import type { Chat } from './tokenizer.ts';

/** Calls are not here: a row whose calls are dropped is rejected when it is encoded. */
export const templateFields = ['reasoning_content', 'name'] as const;
export type TemplateField = (typeof templateFields)[number];

const mark = 'MARKED-TEXT';
const question = { role: 'user', content: 'Which colour has the sky?' };
const answer = { role: 'assistant', content: 'Blue.' };
const call = { type: 'function', function: { name: 'look', arguments: {} } };
/** The field as it stands in rows. One that any of them shows is read. */
const probes = {
	reasoning_content: [[question, { ...answer, reasoning_content: mark }]],
	name: [
		[{ ...question, name: mark }, answer],
		[
			question,
			{ role: 'assistant', content: '', tool_calls: [call] },
			{ role: 'tool', content: 'blue', name: mark },
			answer,
		],
	],
};

/** Without a template the lab writes the content only. */
export function ignoredFields({
	chat,
}: {
	readonly chat?: Pick<Chat, 'show'> | undefined;
}): TemplateField[] {
	const isRead = (messages: (typeof probes)[TemplateField][number]): boolean => {
		try {
			return chat?.show({ messages }).text.includes(mark) === true;
		} catch (error) {
			if (error instanceof ConversationError) return false;
			throw error;
		}
	};
	return templateFields.filter((field) => !probes[field].some(isRead));
}
