/** The texts of a row: what its messages say, and what a prompt box can ask. */
import type { Example, Message } from '#engine/data/example.ts';
import type { ChatTurn } from '#engine/model/chatTemplate.ts';

/** Thoughts, words and calls of tools of a message, in the order in which models write them. */
export const saidText = ({ reasoning_content, content, tool_calls = [] }: Message): string =>
	[reasoning_content ?? '', content, ...tool_calls.map((call) => JSON.stringify(call))]
		.filter((part) => part !== '')
		.join('\n');

/** The system turn of a conversation, if it has one. */
export const systemTurn = (content: string): ChatTurn[] =>
	content.trim() === '' ? [] : [{ role: 'system', content }];

export interface RowQuestion {
	/** The system turn of its conversation; empty: it has none. */
	readonly system: string;
	readonly prompt: string;
	/** Null: raw text, which many texts continue. */
	readonly answer: string | null;
}

/**
 * The question of the row's first trained answer: later ones need the turns before them. Of raw
 * text, its first third, to the end of a word.
 */
export function rowQuestion({ messages }: Pick<Example, 'messages'>): RowQuestion {
	const at = messages.findIndex(({ role, weight }) => role === 'assistant' && weight !== 0);
	const question = messages.slice(0, at).findLast(({ role }) => role === 'user');
	const system = messages.find(({ role }) => role === 'system')?.content ?? '';
	if (question) return { system, prompt: question.content, answer: saidText(messages[at]) };
	const [{ content }] = messages;
	const third = content.slice(0, Math.ceil(content.length / 3));
	return { system: '', prompt: third.replace(/(?<=\S)\s+\S*$/, ''), answer: null };
}
