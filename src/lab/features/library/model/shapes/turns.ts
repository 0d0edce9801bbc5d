/** Converts a conversation to an example. The ShareGPT and OpenAI shapes share this. */
import { sentence } from '#engine/core/message.ts';
import type { Example, Message, Role } from '#engine/data/example.ts';
import { RowError } from '../formats/format.ts';
import { scalarText, type Row } from './shape.ts';

/** Names of the three roles in published data sets. */
const named = (role: Role, names: string) => names.split(' ').map((name) => [name, role] as const);
const roles = new Map([
	...named('system', 'system developer'),
	...named('user', 'human user prompter'),
	...named('assistant', 'gpt chatgpt bard bing bot model assistant'),
]);

export interface Turn {
	readonly role: string;
	readonly content: string;
	/** The path in the row, for error messages. */
	readonly where: string;
	/** Fields that a chat template reads, and the weight: of a shape with tools. */
	readonly fields?: Omit<Message, 'role' | 'content'>;
}

/** The system message of a row; none if its column `system` is missing or blank. */
export function systemTurns(row: Row): Turn[] {
	const content = scalarText(row['system']) ?? '';
	return content.trim() === '' ? [] : [{ role: 'system', content, where: 'system' }];
}

/**
 * Without the answers before the first question (many ShareGPT exports begin in the middle), and
 * without the turns after the last trained answer. Throws RowError for an empty turn or an unknown
 * role. Only a turn with `fields` may be a tool's.
 */
export function conversation(turns: readonly Turn[]): Example {
	const messages = turns.map(({ role, content, where, fields }): Message => {
		const name = role.toLowerCase();
		const isTool = fields !== undefined && (name === 'tool' || name === 'ipython');
		const known = isTool ? 'tool' : roles.get(name);
		if (!known) throw new RowError(sentence('library.errors.isByKnownAreSystem', { where, role }));
		if (content.trim() === '' && !isTool && !fields?.tool_calls)
			throw new RowError(sentence('library.errors.isEmpty', { key: where }));
		return { role: known, content, ...fields };
	});
	const question = messages.findIndex(({ role }) => role === 'user');
	if (question < 0) throw new RowError(sentence('library.errors.conversationHasNoQuestion'));
	const answered = messages.findLastIndex((message) => isTrained(message));
	if (answered < question)
		throw new RowError(
			messages.some(({ weight }) => weight === 0)
				? sentence('library.errors.everyAnswerOfConversation')
				: sentence('library.errors.conversationHasNoAnswer'),
		);
	return {
		messages: messages
			.slice(0, answered + 1)
			.filter(({ role }, i) => i > question || role !== 'assistant'),
	};
}

const isTrained = ({ role, weight }: Message) => role === 'assistant' && weight !== 0;
