/** Converts a conversation to an example. The ShareGPT and OpenAI shapes share this. */
import type { Example, Message, Role } from '../example.ts';
import { RowError } from './shape.ts';

/** Names of the three roles in published data sets. */
const roles: { readonly [name: string]: Role } = {
	system: 'system',
	developer: 'system',
	human: 'user',
	user: 'user',
	prompter: 'user',
	gpt: 'assistant',
	chatgpt: 'assistant',
	bard: 'assistant',
	bing: 'assistant',
	bot: 'assistant',
	model: 'assistant',
	assistant: 'assistant',
};

export interface Turn {
	readonly role: string;
	readonly content: string;
	/** The path in the row, for error messages. */
	readonly where: string;
}

/**
 * Leaves out the assistant's turns before the first question, since many ShareGPT exports begin in
 * the middle. Also leaves out the turns after the last answer, which have no loss. Throws RowError
 * for an empty turn or an unknown role.
 */
export function conversation(turns: readonly Turn[]): Example {
	const messages = turns.map(({ role, content, where }): Message => {
		const known = Object.hasOwn(roles, role.toLowerCase()) ? roles[role.toLowerCase()] : undefined;
		if (!known)
			throw new RowError(
				`${where} is by "${role}"; known are system, user or human, assistant or gpt.`,
			);
		if (content.trim() === '') throw new RowError(`${where} is empty.`);
		return { role: known, content };
	});
	const asked = messages.findIndex(({ role }) => role === 'user');
	if (asked < 0) throw new RowError('The conversation has no question.');
	const answered = messages.findLastIndex(({ role }) => role === 'assistant');
	if (answered < asked) throw new RowError('The conversation has no answer.');
	return {
		messages: messages
			.slice(0, answered + 1)
			.filter(({ role }, i) => i > asked || role !== 'assistant'),
	};
}
