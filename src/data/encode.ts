/**
 * Messages to tokens and loss mask. With the base models' tokenizer:
 *   conversation: <|bos|> <|user|> prompt <|assistant|> answer <|eos|> …
 *   raw text:     <|bos|> text <|eos|>
 * The loss is on each answer and its end token. A tokenizer without these markers gets a line break
 * between turns.
 */
import type { Tokenizer } from '#model/tokenizer.ts';
import type { EncodedExamples, EncodedSkill } from './encoded.ts';
import type { Example, Message } from './example.ts';
import type { Part, SkillSource } from './skill.ts';

/**
 * Encodes at most `context` tokens, and a target for each: 1 if the loss is on it. A longer example
 * loses tokens after the begin token. If its last answer alone is too long, it loses its end.
 */
export function encodeExample(
	messages: readonly Message[],
	tokenizer: Tokenizer,
	context: number,
): { tokens: number[]; targets: number[]; cut: boolean } {
	const tokens: number[] = [];
	const targets: number[] = [];
	const push = (ids: readonly number[], target: 0 | 1) => {
		for (const id of ids) {
			tokens.push(id);
			targets.push(target);
		}
	};
	if (tokenizer.begin !== null) push([tokenizer.begin], 0);
	const kept = tokens.length;
	let lastAnswer = tokens.length;
	const isRaw = messages.length === 1 && messages[0].role === 'assistant';
	messages.forEach(({ role, content }, turn) => {
		if (!isRaw) push(opening(role, turn, tokenizer), 0);
		if (role === 'assistant') {
			lastAnswer = tokens.length;
			push(tokenizer.encode(content), 1);
			push([tokenizer.end], 1);
		} else push(tokenizer.encode(content), 0);
	});
	const excess = tokens.length - context;
	if (excess <= 0) return { tokens, targets, cut: false };
	const fromLeft = Math.min(excess, Math.max(0, lastAnswer - kept));
	tokens.splice(kept, fromLeft);
	targets.splice(kept, fromLeft);
	tokens.length = targets.length = Math.min(tokens.length, context);
	return { tokens, targets, cut: true };
}

/** The prompt's tokens for generation, at most `context`: a longer prompt loses its start. */
export function encodePrompt(
	prompt: string,
	kind: 'question' | 'text',
	tokenizer: Tokenizer,
	context: number,
): number[] {
	const begin = tokenizer.begin === null ? [] : [tokenizer.begin];
	const text = tokenizer.encode(prompt);
	const answer = opening('assistant', 1, tokenizer);
	const body = kind === 'text' ? text : [...opening('user', 0, tokenizer), ...text, ...answer];
	return [...begin, ...body.slice(Math.max(0, body.length - (context - begin.length)))];
}

function opening(role: Message['role'], turn: number, tokenizer: Tokenizer): number[] {
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
	const encode = async (part: Part) => {
		const columns = new Columns(tokenizer, context);
		for await (const examples of source.read(part)) {
			signal?.throwIfAborted();
			columns.add(examples);
		}
		return columns.finish();
	};
	return {
		info: source.info,
		use,
		train: await encode('train'),
		validation: await encode('validation'),
		heldOut: await encode('heldOut'),
	};
}

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

	constructor(
		readonly tokenizer: Tokenizer,
		readonly context: number,
	) {
		const isNarrow = tokenizer.vocabulary <= 65536;
		this.#tokens = isNarrow ? new Uint16Array(1 << 12) : new Uint32Array(1 << 12);
	}

	add(examples: readonly Example[]): void {
		for (const { messages, noisy } of examples) {
			const { tokens, targets, cut } = encodeExample(messages, this.tokenizer, this.context);
			this.#reserve(this.#length + tokens.length);
			this.#tokens.set(tokens, this.#length);
			this.#targets.set(targets, this.#length);
			this.#length += tokens.length;
			this.#offsets.push(this.#length);
			this.#promptLengths.push(Math.max(0, targets.indexOf(1)));
			this.#noisy.push(noisy ? 1 : 0);
			if (cut) this.#cut++;
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
