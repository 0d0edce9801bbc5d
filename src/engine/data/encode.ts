/**
 * Messages to tokens and loss mask. A model's own chat template decides both (model/chat/). Without
 * one, the base models' tokenizer gives:
 *   conversation: <|bos|> <|user|> prompt <|assistant|> answer <|eos|> …
 *   raw text:     <|bos|> text <|eos|>
 * The loss is on each answer and its end token. A tokenizer without these markers gets a line break
 * between turns. In raw text and in prompts the names of special tokens are tokens. Raw text has no
 * template, and all of it is in the loss, unless it has a conversation written out: then its
 * answers are. A prompt that begins with a special token is read as it is, with its answer behind.
 */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { encodeSpans, findAnswers, type Span, type TurnBorders } from '#engine/model/chat.ts';
import { ConversationError, type ChatTurn, type Conversation } from '#engine/model/chatTemplate.ts';
import type { Tokenizer } from '#engine/model/tokenizer.ts';
import type { EncodedExamples, EncodedSkill, RejectedExamples } from './encoded.ts';
import {
	firstAnswer,
	isQuestion,
	isTrainedAnswer,
	type Example,
	type Message,
	type Role,
} from './example.ts';
import type { Part, SkillSource } from './skill.ts';

/**
 * Encodes at most `context` tokens, and a target for each: 1 if the loss is on it. A longer example
 * loses tokens after the begin token, but the end of the prompt stays: part of the question and the
 * header of the last answer. If that answer is still too long, it loses its end.
 * Throws ConversationError if the model's chat template does not fit the example.
 */
export function encodeExample(
	example: Pick<Example, 'messages' | 'tools'>,
	tokenizer: Tokenizer,
	context: number,
): { tokens: number[]; targets: number[]; cut: boolean } {
	const written = findWritten(example, tokenizer);
	const { tokens, targets }: { tokens: number[]; targets: number[] } = written
		? encodeWritten(written, tokenizer)
		: tokenizer.chat && !isRawText(example.messages)
			? tokenizer.chat.encode(toConversation(example))
			: encodeTurns(example.messages, tokenizer);
	const excess = tokens.length - context;
	if (excess <= 0) return { tokens, targets, cut: false };
	const from = beginTokens(tokens, tokenizer);
	const end = targets.lastIndexOf(1);
	const lastAnswer = end < 0 ? from : targets.lastIndexOf(0, end) + 1;
	const stays = Math.ceil(context * promptShare);
	const removed = Math.min(excess, Math.max(0, lastAnswer - from - stays));
	tokens.splice(from, removed);
	targets.splice(from, removed);
	tokens.length = targets.length = Math.min(tokens.length, context);
	return { tokens, targets, cut: true };
}

/** The share of the context that a prompt keeps before an answer that is too long. */
const promptShare = 1 / 8;

/** 1 if the text begins with the begin token, which cuts keep. */
const beginTokens = ([first]: readonly number[], { begin }: Tokenizer): number =>
	first === begin ? 1 : 0;

const toConversation = ({
	messages,
	tools,
}: Pick<Example, 'messages' | 'tools'>): Conversation => ({
	messages: messages.map((message) => ({ ...message })),
	tools,
});

const isRawText = ([first, ...others]: readonly Message[]): boolean =>
	first.role === 'assistant' && others.length === 0;

/** A text with special tokens written out, and what the loss is on; null: all of it. */
interface Written {
	readonly text: string;
	readonly answers: readonly Span[] | null;
}

/** null: special tokens are not written out, or they are words of a message. */
function findWritten(
	{ messages }: Pick<Example, 'messages'>,
	tokenizer: Tokenizer,
): Written | null {
	const { marked } = tokenizer;
	const [{ role, content }, last] = messages;
	if (isRawText(messages)) {
		if (!marked.isIn(content)) return null;
		const borders = bordersOf(tokenizer);
		const answers = borders ? findAnswers(content, borders) : [];
		return { text: content, answers: answers.length > 0 ? answers : null };
	}
	const isPair = messages.length === 2 && role === 'user' && last.role === 'assistant';
	if (!isPair || last.tool_calls || !marked.begins(content)) return null;
	const text = content + last.content;
	return { text, answers: [{ from: content.length, to: text.length }] };
}

/** Of a chat template, or of the markers. null: the tokenizer has no turns. */
function bordersOf({ chat, names, assistant, user, end }: Tokenizer): TurnBorders | null {
	if (chat) return chat.borders;
	if (assistant === null || user === null) return null;
	const [opening, closing, next] = [assistant, end, user].map((id) => names.get(id) ?? '');
	return { opening, closing, next: [next], hasBegin: true, hasEnd: true };
}

export interface WrittenTokens {
	readonly names: readonly string[];
	/** Answers: of all rows with such tokens. */
	readonly loss: 'answers' | 'text';
}

/** Special tokens that rows have written out in texts and prompts. null: none. */
export function writtenTokens(
	rows: readonly Example[],
	tokenizer: Tokenizer,
): WrittenTokens | null {
	const names = new Set<string>();
	let loss: WrittenTokens['loss'] = 'answers';
	for (const row of rows) {
		const written = findWritten(row, tokenizer);
		const prompts = row.messages.filter(({ role }) => role !== 'assistant');
		for (const text of written ? [written.text] : prompts.map(({ content }) => content))
			for (const id of encodeMarked(text, tokenizer)) {
				const name = tokenizer.names.get(id);
				if (name !== undefined) names.add(name);
			}
		if (written?.answers === null) loss = 'text';
	}
	return names.size === 0 ? null : { names: [...names], loss };
}

function encodeWritten({ text, answers }: Written, tokenizer: Tokenizer) {
	const { marked, end, chat, names } = tokenizer;
	const spans = answers ?? [{ from: 0, to: text.length }];
	const { tokens: ids, targets } = encodeSpans(text, spans, marked);
	const borders = answers && bordersOf(tokenizer);
	const tokens = borders?.hasBegin === false ? ids : withBegin(ids, tokenizer);
	if (tokens.length > targets.length) targets.unshift(0);
	if (tokens[0] === tokenizer.begin) targets[0] = 0;
	const written = text.trimEnd();
	const isEnded = [...names.values()].some((name) => name && written.endsWith(name));
	if (!isEnded && borders?.hasEnd !== false) {
		tokens.push(answers && chat ? chat.end : end);
		targets.push(1);
	}
	return { tokens, targets };
}

/** With a begin token, unless the written text has it. */
const withBegin = (ids: number[], { begin }: Tokenizer): number[] =>
	begin === null || ids[0] === begin ? ids : [begin, ...ids];

function encodeTurns(messages: readonly Message[], tokenizer: Tokenizer) {
	const isRaw = isRawText(messages);
	const tokens: number[] = [];
	const targets: number[] = [];
	const push = (ids: readonly number[], target: 0 | 1) => {
		for (const id of ids) {
			tokens.push(id);
			targets.push(target);
		}
	};
	if (tokenizer.begin !== null) push([tokenizer.begin], 0);
	messages.forEach(({ role, content, tool_calls: calls, weight }, turn) => {
		if (role === 'tool' || calls)
			throw new ConversationError(
				say('it calls tools, and the model has no chat template that says how'),
			);
		if (!isRaw) push(opening(role, turn, tokenizer), 0);
		const isAnswer = role === 'assistant';
		const target = isAnswer && weight !== 0 ? 1 : 0;
		// The words of an answer can be a stranger's.
		push(isAnswer ? tokenizer.encode(content) : encodeMarked(content, tokenizer), target);
		if (isAnswer) push([tokenizer.end], target);
	});
	return { tokens, targets };
}

/**
 * The prompt's tokens for generation, at most `context`: a longer prompt loses its start.
 * `earlier`: the turns before a question.
 */
export function encodePrompt(
	prompt: string,
	kind: 'question' | 'text',
	tokenizer: Tokenizer,
	context: number,
	earlier: readonly ChatTurn[] = [],
): number[] {
	const messages = [...earlier, { role: 'user', content: prompt }];
	const isWritten = earlier.length === 0 && tokenizer.marked.begins(prompt);
	const tokens =
		isWritten || kind === 'text'
			? withBegin(encodeMarked(prompt, tokenizer), tokenizer)
			: (tokenizer.chat?.prompt({ messages }) ?? encodePlainQuestion(messages, tokenizer));
	const from = beginTokens(tokens, tokenizer);
	return [
		...tokens.slice(0, from),
		...tokens.slice(Math.max(from, tokens.length - (context - from))),
	];
}

function encodePlainQuestion(turns: readonly ChatTurn[], tokenizer: Tokenizer): number[] {
	const { tokens } = encodeTurns(turns as readonly Message[], tokenizer);
	return [...tokens, ...opening('assistant', turns.length, tokenizer)];
}

/** Special tokens that are written out in a prompt are tokens. */
const encodeMarked = (text: string, tokenizer: Tokenizer): number[] => {
	const { marked } = tokenizer;
	return marked.isIn(text) ? marked.encode(text).ids : tokenizer.encode(text);
};

function opening(role: Exclude<Role, 'tool'>, turn: number, tokenizer: Tokenizer): number[] {
	const marker = tokenizer[role];
	if (marker !== null) return [marker];
	return turn === 0 ? [] : tokenizer.encode('\n');
}

export async function encodeSkill(
	source: SkillSource,
	use: 'train' | 'watch',
	tokenizer: Tokenizer,
	context: number,
	signal?: AbortSignal,
): Promise<EncodedSkill> {
	const questions: string[] = [];
	const answers: Record<'validation' | 'heldOut', string[]> = { validation: [], heldOut: [] };
	const encode = async (part: Part) => {
		const columns = new Columns(tokenizer, context);
		for await (const examples of source.read(part)) {
			signal?.throwIfAborted();
			const fitting = columns.add(examples);
			if (part === 'train') continue;
			for (const example of fitting) answers[part].push(answerText(example, tokenizer));
			if (part === 'heldOut') for (const example of fitting) questions.push(firstQuestion(example));
		}
		const set = columns.finish();
		if (set.count === 0 && set.rejected) throw noneFits(source.info.name, set.rejected);
		return set;
	};
	return {
		info: source.info,
		use,
		train: use === 'train' ? await encode('train') : encodeExamples([], tokenizer, context),
		validation: await encode('validation'),
		heldOut: await encode('heldOut'),
		questions,
		answers,
	};
}

/** The first answer, without special tokens that the row has written out. */
function answerText(example: Example, tokenizer: Tokenizer): string {
	if (!isQuestion(example) || !findWritten(example, tokenizer)) return firstAnswer(example);
	const { tokens, targets } = encodeExample(example, tokenizer, Infinity);
	return tokenizer.decode(tokens.filter((_, i) => targets[i] === 1)).trim();
}

function firstQuestion({ messages }: Example): string {
	const before = messages.slice(0, messages.findIndex(isTrainedAnswer));
	return before.findLast(({ role }) => role === 'user')?.content ?? '';
}

const noneFits = (name: string, { row, why }: RejectedExamples) =>
	new InputError(
		say(
			'No example of “{name}” fits the model. Row {row}: {why}. Leave the skill out, or choose another model.',
			{ name, row: row + 1, why },
		),
	);

/** Encodes examples from memory. */
export function encodeExamples(
	examples: readonly Example[],
	tokenizer: Tokenizer,
	context: number,
): EncodedExamples {
	const columns = new Columns(tokenizer, context);
	columns.add(examples);
	return columns.finish();
}

/** Growing flat arrays, which need less memory than one object per row. */
class Columns {
	#tokens: Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
	#targets = new Uint8Array(1 << 12);
	#length = 0;
	readonly #offsets: number[] = [0];
	readonly #promptLengths: number[] = [];
	readonly #noisy: number[] = [];
	#cut = 0;
	#rows = 0;
	readonly #fitting: number[] = [];
	#rejected: Omit<RejectedExamples, 'fitting'> | undefined;

	constructor(
		readonly tokenizer: Tokenizer,
		readonly context: number,
	) {
		const isNarrow = tokenizer.vocabulary <= 65536;
		this.#tokens = isNarrow ? new Uint16Array(1 << 12) : new Uint32Array(1 << 12);
	}

	/** Returns the examples that the chat template fits. */
	add(examples: readonly Example[]): Example[] {
		return examples.filter((example) => {
			const encoded = this.#encode(example, this.#rows++);
			if (!encoded) return false;
			const { tokens, targets, cut } = encoded;
			this.#fitting.push(this.#rows - 1);
			this.#reserve(this.#length + tokens.length);
			this.#tokens.set(tokens, this.#length);
			this.#targets.set(targets, this.#length);
			this.#length += tokens.length;
			this.#offsets.push(this.#length);
			this.#promptLengths.push(Math.max(0, targets.indexOf(1)));
			this.#noisy.push(example.noisy ? 1 : 0);
			if (cut) this.#cut++;
			return true;
		});
	}

	#encode(example: Example, row: number): ReturnType<typeof encodeExample> | null {
		try {
			return encodeExample(example, this.tokenizer, this.context);
		} catch (error) {
			if (!(error instanceof ConversationError)) throw error;
			const { count, ...first } = this.#rejected ?? { count: 0, row, why: error.statement };
			this.#rejected = { count: count + 1, ...first };
			return null;
		}
	}

	finish(): EncodedExamples {
		return {
			count: this.#noisy.length,
			tokens: this.#tokens.slice(0, this.#length),
			offsets: Uint32Array.from(this.#offsets),
			targets: this.#targets.slice(0, this.#length),
			promptLengths: Uint32Array.from(this.#promptLengths),
			noisy: Uint8Array.from(this.#noisy),
			cut: this.#cut,
			...(this.#rejected && {
				rejected: { ...this.#rejected, fitting: Uint32Array.from(this.#fitting) },
			}),
		};
	}

	#reserve(length: number): void {
		if (length <= this.#targets.length) return;
		const room = Math.max(length, 2 * this.#targets.length);
		const tokens =
			this.#tokens instanceof Uint16Array ? new Uint16Array(room) : new Uint32Array(room);
		tokens.set(this.#tokens.subarray(0, this.#length));
		const targets = new Uint8Array(room);
		targets.set(this.#targets.subarray(0, this.#length));
		[this.#tokens, this.#targets] = [tokens, targets];
	}
}
