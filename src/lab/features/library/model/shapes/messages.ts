/**
 * Conversations as messages [{role, content}, …]: OpenAI's, with and without tools and weights, and
 * TRL's prompt and completion. A content is a text or a list of parts. A shape that reads more
 * columns is one of its own: links to files that were imported without them keep their fingerprint.
 */
import { isObject, parseExact, type Json, type JsonObject } from '#engine/core/json.ts';
import { sentence } from '#engine/core/message.ts';
import type { Example, Message, Role } from '#engine/data/example.ts';
import { RowError } from '../formats/format.ts';
import { withTexts } from '../formats/jsonRow.ts';
import { firstFilled, isFilled, scalarText, type Row, type RowShape } from './shape.ts';

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
	const isTrained = ({ role, weight }: Message) => role === 'assistant' && weight !== 0;
	const answered = messages.findLastIndex(isTrained);
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

/** Some data sets use ShareGPT's key. */
const keys = ['messages', 'conversations', 'conversation'];

const hasRole = (message: Json): message is Row & { readonly role: string } =>
	message !== null && typeof message === 'object' && typeof (message as Row)['role'] === 'string';
const isMessages = (value: Json | undefined): value is readonly Row[] =>
	Array.isArray(value) && value.length > 0 && value.every(hasRole);

/** undefined: the row is of another shape. */
const findMessages = (row: Row): readonly Row[] | undefined =>
	keys.map((name) => row[name]).find(isMessages);

/** Throws RowError. */
function readTurns(row: Row): (Turn & { readonly message: Row })[] {
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

/** A text or a list of parts. An object is read as a part. Throws RowError. */
export function contentText(content: Json | undefined, where: string): string {
	if (!isObject(content) && !Array.isArray(content)) return scalarText(content) ?? '';
	const texts = [content].flat().map((part: Json) => {
		const { type = null, text } = (part ?? {}) as Row;
		if (type === 'text' && typeof text === 'string') return text;
		const shown = { where, type: JSON.stringify(type) };
		throw new RowError(sentence('library.errors.hasPartOfTypeOnly', shown));
	});
	return texts.join('\n');
}

export const openAiMessages: RowShape = {
	id: 'openAiMessages',
	matches: (row) => findMessages(row) !== undefined,
	toExamples: (row) => [conversation(readTurns(row))],
};

const thoughts = ['reasoning_content', 'thinking', 'reasoning'];

/** `tool_calls` of answers, messages by `tool`, a column `tools`, and `reasoning_content`. */
export const toolMessages: RowShape = {
	id: 'toolMessages',
	matches(row) {
		const hasTools = (message: Row) =>
			message['role'] === 'tool' ||
			['tool_calls', ...thoughts].some((name) => isFilled(message[name]));
		const messages = findMessages(row);
		return messages !== undefined && (isFilled(row['tools']) || messages.some(hasTools));
	},
	toExamples: (row) => toolExamples(row, false),
};

/** `weight` of an answer: 0 or 1, as in OpenAI's files. Also with tools. */
export const weightedMessages: RowShape = {
	id: 'weightedMessages',
	matches: (row) => findMessages(row)?.some(({ weight }) => (weight ?? 1) !== 1) === true,
	toExamples: (row) => toolExamples(row, true),
};

function toolExamples(row: Row, hasWeights: boolean): Example[] {
	const turns = readTurns(row).map(({ message, ...turn }) => ({
		...turn,
		fields: { ...toFields(message, turn.where), ...(hasWeights && toWeight(message, turn.where)) },
	}));
	const tools = readList(row['tools'], 'tools');
	return [{ ...conversation(turns), ...(tools && { tools }) }];
}

function toWeight({ role, weight = null }: Row, where: string): Pick<Message, 'weight'> {
	if (weight === null || weight === 1) return {};
	if (weight !== 0) throw new RowError(sentence('library.errors.weightIsNot0', { where }));
	return role === 'assistant' ? { weight } : {};
}

function toFields(message: Row, where: string): Omit<Message, 'role' | 'content'> {
	const calls = readList(message['tool_calls'], `${where}.tool_calls`)?.map(withArguments);
	const text = (name: string) => {
		const value = message[name];
		return typeof value === 'string' && value !== '' ? value : undefined;
	};
	const reasoning = thoughts.map(text).find((thought) => thought !== undefined);
	const [id, name] = [text('tool_call_id'), text('name')];
	return {
		...(calls && { tool_calls: calls }),
		...(id !== undefined && { tool_call_id: id }),
		...(name !== undefined && { name }),
		...(reasoning !== undefined && { reasoning_content: reasoning }),
	};
}

/** A list, or its JSON text. undefined: none. */
export function readList(value: Json | undefined, where: string): readonly Json[] | undefined {
	if (!isFilled(value)) return undefined;
	const list = typeof value === 'string' ? parsed(value, where) : value;
	if (!Array.isArray(list)) throw new RowError(sentence('library.errors.isNotList', { where }));
	return list.length > 0 ? (list as readonly Json[]) : undefined;
}

/** OpenAI has a call's arguments as JSON text. Templates expect an object, and quote a text. */
export function withArguments(call: Json): Json {
	if (!isObject(call)) return call;
	const called = (call['function'] ?? call) as Json;
	if (!isObject(called) || typeof called['arguments'] !== 'string') return call;
	const text = called['arguments'];
	const data = /^\s*\{/.test(text) ? parsed(text, 'arguments') : undefined;
	const changed = { ...called, arguments: data ?? text } as Json;
	return call['function'] === undefined ? changed : { ...call, function: changed };
}

/** undefined: the text is not JSON. */
export function parsed(text: string, key?: string): Json | undefined {
	const value = parseExact(text);
	return value === undefined ? undefined : withTexts(value, key);
}

/** TRL's conversational prompt and completion, each a list of messages. */
export const chatPairs: RowShape = {
	id: 'chatPairs',
	matches: ({ prompt, completion }) => [prompt, completion].every(isMessages),
	toExamples: ({ prompt, completion }) => [
		conversation(readTurns({ messages: [prompt, completion].flat() })),
	],
};

/**
 * Answers within the prompt have no loss, as in TRL. `chatPairs` trains on them too, and stays so:
 * shared links contain fingerprints of data that it read.
 */
export const chatCompletions: RowShape = {
	id: 'chatCompletions',
	matches: (row) => chatPairs.matches(row) && (row['prompt'] as readonly Row[]).some(isAnswer),
	toExamples({ prompt, completion, ...row }) {
		const silent = [prompt].flat().map((each) => (isAnswer(each) ? { ...each, weight: 0 } : each));
		return weightedMessages.toExamples({ ...row, messages: [...silent, completion].flat() });
	},
};

const isAnswer = (message: Json): message is JsonObject =>
	isObject(message) && message['role'] === 'assistant';
