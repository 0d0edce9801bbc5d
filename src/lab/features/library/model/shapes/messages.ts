/**
 * Conversations: messages {role, content} as OpenAI has them, {from, value} as ShareGPT has them,
 * with tools, thoughts and answers without loss. A content is a text or a list of parts.
 */
import { isObject, type Json, type JsonObject } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import type { Example, Message, Role } from '#engine/data/example.ts';
import { RowError } from '../formats/format.ts';
import {
	firstFilled,
	isFilled,
	isTurn,
	isTurns,
	parsed,
	parsedList,
	required,
	scalarText,
	type Row,
	type RowShape,
} from './shape.ts';
import { bare, forget, pass, whole } from './watched.ts';

/** Names of the roles in published data sets. A call is an answer whose text is the call. */
const named = (role: Role | 'call', names: string) =>
	names.split(' ').map((name) => [name, role] as const);
const roles = new Map([
	...named('system', 'system developer'),
	...named('user', 'human user prompter'),
	...named('assistant', 'gpt chatgpt bard bing bot model assistant'),
	...named('tool', 'tool ipython observation tool_response function_response function-response'),
	...named('call', 'function_call function-call tool_call'),
]);
const roleOf = (name: string) => roles.get(name.toLowerCase());
export const isAsked = ({ role }: Turn): boolean => roleOf(role) === 'user';
const isAnswer = ({ role }: Turn): boolean => ['assistant', 'call'].includes(roleOf(role) ?? '');

export interface Turn {
	readonly role: string;
	readonly content: string;
	/** The path in the row, for error messages. */
	readonly where: string;
	/** Where it stands in the row: a turn that is left out was not read. */
	readonly at?: readonly [parent: object, key: string | number];
	/** What a chat template reads besides, and the weight. */
	readonly fields?: Omit<Message, 'role' | 'content'>;
}

/** Throws RowError for an empty turn or an unknown role. */
export function toMessage({ role, content, where, fields }: Turn): Message {
	const known = roleOf(role);
	if (!known)
		throw new RowError(
			say('{where} is by "{role}"; known are system, user or human, assistant or gpt.', {
				where,
				role,
			}),
		);
	if (known === 'call')
		return { role: 'assistant', content: '', tool_calls: callsOf(content, where), ...fields };
	if (content.trim() === '' && known !== 'tool' && !fields?.tool_calls)
		throw new RowError(say('{key} is empty.', { key: where }));
	return { role: known, content, ...fields };
}

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

/** The turns under a key: messages, or a text by `role`. Throws RowError. */
export function turnsAt(row: Row, key: string, role: 'user' | 'assistant'): Turn[] {
	const seen = bare(row)[key];
	if (typeof seen === 'string' && isTurns(seen)) parsedList(seen, key);
	const value = row[key];
	if (Array.isArray(value) && (value.length === 0 || value.some(isObject)))
		return listTurns(value as readonly Json[], key);
	if (isTurn(value)) return listTurns([value], key);
	if (isObject(value) && Array.isArray(value['messages']))
		return listTurns(value['messages'] as readonly Json[], `${key}.messages`);
	return [{ role, content: required(row, key), where: key }];
}

/** An answer of a prompt has no loss, as in TRL. */
export const silent = (turn: Turn): Turn =>
	isAnswer(turn) ? { ...turn, fields: { ...turn.fields, weight: 0 } } : turn;

/** Names of a turn's text; `content` is OpenAI's. */
const contents = ['content', 'value', 'text', 'message', 'parts'];
const thoughts = ['reasoning_content', 'thinking', 'reasoning'];

/** `where`: the path of the list. Throws RowError. */
export function listTurns(messages: readonly Json[], list: string): Turn[] {
	if (messages.length === 0) throw new RowError(say('{key} is empty.', { key: list }));
	return messages.map((message: Json, i) => {
		const where = `${list}.${i}`;
		const turn = isObject(message) ? message : {};
		const role = turn[firstFilled(turn, ['role', 'from'])];
		if (typeof role !== 'string') throw new RowError(say('{where} has no role.', { where }));
		if (turn['function_call'])
			throw new RowError(
				say('{where}.function_call is an old field. Write it as tool_calls.', { where }),
			);
		const seen = bare(turn);
		const isCall = isFilled(seen['tool_calls']);
		if (!isCall && !contents.some((name) => Object.hasOwn(seen, name)))
			throw new RowError(
				say('{where} has {keys}, but no content. Name its text “content”.', {
					where,
					keys: Object.keys(seen).join(', '),
				}),
			);
		const content = contentText(turn[firstFilled(turn, contents)], where);
		return { role, content, where, at: [messages, i], fields: toFields(turn, role, where) };
	});
}

/** The others are of OpenAI's Responses. */
const textParts = ['text', 'input_text', 'output_text'];

/** A text, or a list of texts and of parts with a text; one with null has none. Throws RowError. */
export function contentText(content: Json | undefined, where: string): string {
	const texts = [content ?? null].flat().map((part: Json) => {
		if (!isObject(part)) return part === null ? null : scalarText(part);
		const { text } = part;
		const type = part['type'] ?? 'text';
		const isText = typeof type === 'string' && textParts.includes(type);
		if (isText && (typeof text === 'string' || text === null)) return text;
		const shown = { where, type: JSON.stringify(type) };
		if ((part['type'] ?? null) === null)
			throw new RowError(
				say('{where} has an object with {keys} for its text. Write a text, such as its JSON.', {
					where,
					keys: Object.keys(part).join(', '),
				}),
			);
		throw new RowError(
			isText
				? say('{where} has a part of type {type} whose text is not text.', shown)
				: say('{where} has a part of type {type}; only text is read.', shown),
		);
	});
	return texts.filter((text) => text !== null && text !== undefined).join('\n');
}

/** How files say of an answer that it is not trained: OpenAI's, axolotl's, ms-swift's. */
const lossKeys = ['weight', 'train', 'training', 'loss', 'loss_mask'];

/** 0: an answer without loss. Throws RowError. */
function lossWeight(value: Json, where: string): 0 | 1 {
	if (value === true || value === 1) return 1;
	if (value === false || value === 0) return 0;
	throw new RowError(say('{where} is not 0 or 1, nor true or false.', { where }));
}

function toFields(message: Row, role: string, where: string): Omit<Message, 'role' | 'content'> {
	const seen = bare(message);
	const calls = readList(message['tool_calls'], `${where}.tool_calls`)?.map(withArguments);
	const text = (name: string) => {
		const value = message[name];
		return typeof value === 'string' && value !== '' ? value : undefined;
	};
	const thought = thoughts.find((name) => typeof seen[name] === 'string' && seen[name] !== '');
	const reasoning = thought && text(thought);
	const [id, name] = [text('tool_call_id'), text('name')];
	const isTrained = isAnswer({ role, content: '', where });
	const losses = lossKeys.filter((key) => (seen[key] ?? null) !== null);
	for (const key of losses) pass(message, key);
	const weights = isTrained ? losses.map((key) => lossWeight(seen[key], `${where}.${key}`)) : [];
	return {
		...(calls && { tool_calls: calls }),
		...(id !== undefined && { tool_call_id: id }),
		...(name !== undefined && { name }),
		...(reasoning !== undefined && { reasoning_content: reasoning }),
		...(weights.includes(0) && { weight: 0 }),
	};
}

/** A list, or its JSON text. undefined: none. Throws RowError. */
export function readList(value: Json | undefined, where: string): readonly Json[] | undefined {
	if (!isFilled(value)) return undefined;
	const list = typeof value === 'string' ? parsedList(value, where, where) : whole(value);
	if (!Array.isArray(list)) throw new RowError(say('{where} is not a list.', { where }));
	return list.length > 0 ? (list as readonly Json[]) : undefined;
}

/** OpenAI has a call's arguments as JSON text. Templates expect an object, and quote a text. */
function withArguments(call: Json): Json {
	if (!isObject(call)) return call;
	const called = (call['function'] ?? call) as Json;
	if (!isObject(called) || typeof called['arguments'] !== 'string') return call;
	const text = called['arguments'];
	const data = /^\s*\{/.test(text) ? parsed(text, 'arguments') : undefined;
	const changed = { ...called, arguments: data ?? text } as Json;
	return call['function'] === undefined ? changed : { ...call, function: changed };
}

const isNamed = (call: Json | undefined): call is JsonObject =>
	isObject(call) && typeof call['name'] === 'string';
/** Templates expect OpenAI's form around a call. */
const asFunction = (call: JsonObject): Json =>
	call['function'] === undefined ? { type: 'function', function: call } : call;

/** The calls of a ShareGPT turn: JSON of one or of a list. Throws RowError. */
function callsOf(content: string, where: string): Json[] {
	const list = [parsed(content)].flat() as readonly Json[];
	if (list.length > 0 && list.every(isNamed)) return list.map(asFunction).map(withArguments);
	throw new RowError(
		say('{where} is not a call: JSON with name and arguments is needed.', { where }),
	);
}

/** A tool, or its parameters, may be JSON text. It stays one if plain data would change it. */
function readTool(value: Json, isShareGpt: boolean): Json {
	const tool = typeof value === 'string' ? parsed(value) : value;
	if (!isObject(tool)) return value;
	const { parameters } = isObject(tool['function']) ? tool['function'] : tool;
	const isWrapped = isShareGpt && isNamed(tool) && tool['function'] === undefined;
	const isText = typeof parameters === 'string' && isObject(parsed(parameters));
	if (!isWrapped && !isText) return value;
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	const plain = isText ? text.replace(JSON.stringify(parameters), () => parameters) : text;
	const wrapped = isWrapped ? `{"type":"function","function":${plain}}` : plain;
	return ([parsed(`[${wrapped}]`, 'tools')].flat() as Json[])[0];
}

/** With the tools of the row, or of its `input`. Throws RowError. */
export function withTools(example: Example, row: Row, isShareGpt = false): Example {
	const isInside = isTurns(bare(row)['input']) && !Array.isArray(row['input']);
	const holder = isInside ? (row['input'] as Row) : row;
	const tools = readList(holder['tools'], 'tools')?.map((tool) => readTool(tool, isShareGpt));
	return { ...example, ...(tools && { tools }) };
}

/** `loss_mask` of a row: a 0 or 1 for each turn, or for each answer. Throws RowError. */
function masked(turns: readonly Turn[], row: Row): readonly Turn[] {
	const mask = readList(row['loss_mask'], 'loss_mask');
	if (!mask) return turns;
	const covered = mask.length === turns.length ? turns : turns.filter(isAnswer);
	if (mask.length !== covered.length)
		throw new RowError(
			say('loss_mask has {entries} entries for {turns} turns.', {
				entries: mask.length,
				turns: turns.length,
			}),
		);
	const isMasked = (turn: Turn) => lossWeight(mask[covered.indexOf(turn)] ?? 1, 'loss_mask') === 0;
	return turns.map((turn) => (isMasked(turn) ? silent(turn) : turn));
}

const keys = ['messages', 'conversations', 'conversation', 'contents'];

/** Turns with this key for who speaks. ShareGPT's may be none in some rows. */
function chatShape(id: string, speaker: 'role' | 'from'): RowShape {
	const fits = (value: Json | undefined): boolean => {
		if (typeof value === 'string') return isTurns(value) && value.includes(`'${speaker}'`);
		if (!Array.isArray(value) || (value.length === 0 && speaker === 'role')) return false;
		return value.every((turn: Json) => isTurn(turn) && speaker in turn);
	};
	return {
		id,
		matches: (row) => keys.some((key) => fits(row[key])),
		marks: ['true', 'false'],
		toExamples(row) {
			const seen = bare(row);
			const isHolder = (key: string) => isFilled(seen[key]) && fits(seen[key]);
			const key = keys.find(isHolder) ?? firstFilled(row, keys);
			if (!Array.isArray(seen[key]) && !isTurns(seen[key]))
				throw new RowError(say('{key} is not a list of messages.', { key }));
			const list = row[key];
			const turns = Array.isArray(list) ? listTurns(list, key) : turnsAt(row, key, 'user');
			return [withTools(conversation(masked(turns, row)), row, speaker === 'from')];
		},
	};
}

export const openAiMessages = chatShape('openAiMessages', 'role');
export const shareGpt = chatShape('shareGpt', 'from');
