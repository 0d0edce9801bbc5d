/**
 * Conversations as messages [{role, content}, …]: OpenAI's, with and without tools and weights, and
 * TRL's prompt and completion. A content is a text or a list of parts. A shape that reads more
 * columns is one of its own: links to files that were imported without them keep their fingerprint.
 */
import { isObject, type Json } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import type { Example, Message, Role } from '#engine/data/example.ts';
import { RowError } from '../formats/format.ts';
import {
	firstFilled,
	isFilled,
	parsed,
	scalarText,
	textOf,
	type Row,
	type RowShape,
} from './shape.ts';
import { bare, forget, pass, whole } from './watched.ts';

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
	/** Where it stands in the row: a turn that is left out was not read. */
	readonly at?: readonly [parent: object, key: string | number];
	/** The turn in the row. */
	readonly message?: Row;
	/** Fields that a chat template reads, and the weight: of a shape with tools. */
	readonly fields?: Omit<Message, 'role' | 'content'>;
}

/** The system message of a row; none if its column `system` is missing or blank. */
export function systemTurns(row: Row): Turn[] {
	const content = scalarText(row['system']) ?? '';
	const at = [row, 'system'] as const;
	return content.trim() === '' ? [] : [{ role: 'system', content, where: 'system', at }];
}

/** Throws RowError for an empty turn or an unknown role. Only a turn with `fields` is a tool's. */
export function toMessage({ role, content, where, fields }: Turn): Message {
	const name = role.toLowerCase();
	const isTool = fields !== undefined && (name === 'tool' || name === 'ipython');
	const known = isTool ? 'tool' : roleOf(name);
	if (!known)
		throw new RowError(
			say('{where} is by "{role}"; known are system, user or human, assistant or gpt.', {
				where,
				role,
			}),
		);
	if (content.trim() === '' && !isTool && !fields?.tool_calls)
		throw new RowError(say('{key} is empty.', { key: where }));
	return { role: known, content, ...fields };
}

export const roleOf = (name: string): Role | undefined => roles.get(name.toLowerCase());

/**
 * Without blank system messages, the answers before the first question (many ShareGPT exports begin
 * in the middle) and the turns after the last trained answer. In the row, the turns that are left
 * out are not read. Throws RowError.
 */
export function conversation(all: readonly Turn[]): Example {
	const turns = all.filter(
		({ role, content }) => roleOf(role) !== 'system' || content.trim() !== '',
	);
	const messages = turns.map(toMessage);
	const question = messages.findIndex(({ role }) => role === 'user');
	if (question < 0) throw new RowError(say('The conversation has no question.'));
	const isTrained = ({ role, weight }: Message) => role === 'assistant' && weight !== 0;
	const answered = messages.findLastIndex(isTrained);
	if (answered < question)
		throw new RowError(
			messages.some(({ weight }) => weight === 0)
				? say('Every answer of the conversation has the weight 0.')
				: say('The conversation has no answer.'),
		);
	const isKept = ({ role }: Message, i: number) =>
		i <= answered && (i > question || role !== 'assistant');
	turns.forEach(({ at }, i) => {
		if (at && !isKept(messages[i], i)) forget(...at);
	});
	return { messages: messages.filter(isKept) };
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
function readTurns(row: Row): Turn[] {
	const seen = bare(row);
	const key = keys.find((name) => isMessages(seen[name])) ?? firstFilled(row, keys);
	const messages = row[key];
	if (!Array.isArray(messages))
		throw new RowError(say('{key} is not a list of messages.', { key }));
	return listTurns(messages, key);
}

/** `key`: the path of the list. Throws RowError. */
export function listTurns(messages: readonly Json[], key: string): Turn[] {
	if (messages.length === 0) throw new RowError(say('{key} is empty.', { key }));
	return messages.map((message: Json, i) => {
		const where = `${key}.${i}`;
		const turn = isObject(message) ? message : {};
		const role = turn[firstFilled(turn, ['role', 'from'])];
		if (typeof role !== 'string') throw new RowError(say('{where} has no role.', { where }));
		if (turn['function_call'])
			throw new RowError(
				say('{where}.function_call is an old field. Write it as tool_calls.', { where }),
			);
		const content = contentText(turn[firstFilled(turn, ['content', 'value'])], where);
		return { role, content, where, message: turn, at: [messages, i] };
	});
}

/** The others are of OpenAI's Responses. */
const textParts = ['text', 'input_text', 'output_text'];

/** A text or a list of parts; one with null has no text. An object is a part. Throws RowError. */
export function contentText(content: Json | undefined, where: string): string {
	if (!isObject(content) && !Array.isArray(content)) return scalarText(content) ?? '';
	const texts = [content].flat().map((part: Json) => {
		const { type = null, text } = (part ?? {}) as Row;
		const isText = typeof type === 'string' && textParts.includes(type);
		if (isText && (typeof text === 'string' || text === null)) return text;
		const shown = { where, type: JSON.stringify(type) };
		throw new RowError(
			isText
				? say('{where} has a part of type {type} whose text is not text.', shown)
				: say('{where} has a part of type {type}; only text is read.', shown),
		);
	});
	return texts.filter((text) => text !== null).join('\n');
}

export const openAiMessages: RowShape = {
	id: 'openAiMessages',
	matches: (row) => findMessages(row) !== undefined,
	toExamples: (row) => [conversation(readTurns(row).map(plain))],
};

/** A weight that changes nothing is read by a shape without weights, too. */
export function plain(turn: Turn): Turn {
	const { role, message = {} } = turn;
	if (!isWeighted(role, bare(message))) pass(message, 'weight');
	return turn;
}

export const isWeighted = (role: string, { weight }: Row): boolean =>
	roleOf(role) === 'assistant' && (weight ?? 1) !== 1;

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
	matches: (row) =>
		findMessages(row)?.some((message) => isWeighted(textOf(message['role']), message)) === true,
	toExamples: (row) => toolExamples(row, true),
};

function toolExamples(row: Row, hasWeights: boolean): Example[] {
	const turns = readTurns(row).map((turn) =>
		withFields(hasWeights ? turn : plain(turn), hasWeights),
	);
	const tools = readList(row['tools'], 'tools');
	return [{ ...conversation(turns), ...(tools && { tools }) }];
}

function withFields(turn: Turn, hasWeights: boolean): Turn {
	const { message = {}, where } = turn;
	return { ...turn, fields: { ...toFields(message, where), ...(hasWeights && toWeight(turn)) } };
}

/** Throws RowError. */
export function toWeight({ role, message = {}, where }: Turn): Pick<Message, 'weight'> {
	const weight = message['weight'] ?? 1;
	if (roleOf(role) !== 'assistant' || weight === 1) return {};
	if (weight !== 0) throw new RowError(say('{where}.weight is not 0 or 1.', { where }));
	return { weight };
}

function toFields(message: Row, where: string): Omit<Message, 'role' | 'content'> {
	const calls = readList(message['tool_calls'], `${where}.tool_calls`)?.map(withArguments);
	const text = (name: string) => {
		const value = message[name];
		return typeof value === 'string' && value !== '' ? value : undefined;
	};
	const seen = bare(message);
	const thought = thoughts.find((name) => typeof seen[name] === 'string' && seen[name] !== '');
	const reasoning = thought && text(thought);
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
	const list = typeof value === 'string' ? parsed(value, where) : whole(value);
	if (!Array.isArray(list)) throw new RowError(say('{where} is not a list.', { where }));
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

/** TRL's conversational prompt and completion, each a list of messages. */
export const chatPairs: RowShape = {
	id: 'chatPairs',
	matches: ({ prompt, completion }) => [prompt, completion].every(isMessages),
	toExamples: ({ prompt, completion }) => [conversation(pairTurns(prompt, completion).map(plain))],
};

/**
 * Answers within the prompt have no loss, as in TRL. `chatPairs` trains on them too, and stays so:
 * shared links contain fingerprints of data that it read.
 */
export const chatCompletions: RowShape = {
	id: 'chatCompletions',
	matches: (row) =>
		chatPairs.matches(row) &&
		(row['prompt'] as readonly Row[]).some(({ role }) => role === 'assistant'),
	toExamples(row) {
		const turns = pairTurns(row['prompt'], row['completion']).map((turn) => withFields(turn, true));
		const silent = turns.map((turn) =>
			turn.where.startsWith('prompt') && roleOf(turn.role) === 'assistant'
				? { ...turn, fields: { ...turn.fields, weight: 0 as const } }
				: turn,
		);
		const tools = readList(row['tools'], 'tools');
		return [{ ...conversation(silent), ...(tools && { tools }) }];
	},
};

/** Throws RowError. */
function pairTurns(prompt: Json, completion: Json): Turn[] {
	const list = (value: Json) => (Array.isArray(value) ? (value as readonly Json[]) : [value]);
	return [...listTurns(list(prompt), 'prompt'), ...listTurns(list(completion), 'completion')];
}
