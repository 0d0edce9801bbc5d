/** OpenAI messages: {messages: [{role, content}, …]}; a content is a text or a list of parts. */
import { isObject, type Json } from '#engine/core/json.ts';
import { sentence } from '#engine/core/message.ts';
import { RowError } from '../formats/format.ts';
import { firstFilled, scalarText, type Row, type RowShape } from './shape.ts';
import { conversation, type Turn } from './turns.ts';

/** Some data sets use ShareGPT's key. */
const keys = ['messages', 'conversations', 'conversation'];

export const openAiMessages: RowShape = {
	id: 'openAiMessages',
	title: 'OpenAI messages',
	matches: (row) => readMessages(row) !== null,
	toExamples: (row) => [conversation(readTurns(row))],
};

const isMessages = (value: Json | undefined): value is readonly Row[] =>
	Array.isArray(value) && value.length > 0 && value.every(hasRole);

/** null: the row is of another shape. */
export const readMessages = (row: Row): readonly Row[] | null =>
	keys.map((name) => row[name]).find(isMessages) ?? null;

/** Throws RowError. */
export function readTurns(row: Row): (Turn & { readonly message: Row })[] {
	const key = keys.find((name) => isMessages(row[name])) ?? firstFilled(row, keys);
	const messages = row[key];
	if (!Array.isArray(messages))
		throw new RowError(sentence('library.errors.isNotListOfMessages', { key }));
	if (messages.length === 0) throw new RowError(sentence('library.errors.isEmpty', { key }));
	return messages.map((message: Json, i) => {
		const where = `${key}.${i}`;
		if (!hasRole(message)) throw new RowError(sentence('library.errors.hasNoRole', { where }));
		if (message['function_call'])
			throw new RowError(sentence('library.errors.functionCallIsOldField', { where }));
		const content = contentText(message['content'], where);
		return { role: message['role'], content, where, message };
	});
}

const hasRole = (message: Json): message is Row & { readonly role: string } =>
	message !== null && typeof message === 'object' && typeof (message as Row)['role'] === 'string';

/** A text or a list of parts. An object is read as a part. Throws RowError. */
export function contentText(content: Json | undefined, where: string): string {
	if (!isObject(content) && !Array.isArray(content)) return scalarText(content) ?? '';
	return [content]
		.flat()
		.map((part: Json) => {
			const { type, text } = (part ?? {}) as Row;
			if (type !== 'text' || typeof text !== 'string')
				throw new RowError(
					sentence('library.errors.hasPartOfTypeOnly', {
						where,
						type: JSON.stringify(type ?? null),
					}),
				);
			return text;
		})
		.join('\n');
}
