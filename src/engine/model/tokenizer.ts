/** A tokenizer.json: text to ids and back, and the special tokens by role in a conversation. */
import { InputError, toMessage } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { highest } from '#engine/core/statistics.ts';
import { patternOf, truncate } from '#engine/core/text.ts';
import type { Span } from './chat/templateRuntime.ts';
import type { TurnBorders } from './chat/writtenTurns.ts';
import type { Conversation } from './chatTemplate.ts';
import {
	checkTokenizerJson,
	unusable,
	type AddedToken,
	type TokenizerJson,
} from './tokenizerChecks.ts';
import { createEncoder, type Encoder } from './tokenizing/encoder.ts';
import { bytesOfCharacters } from './tokenizing/parts.ts';

export interface Chat {
	/** The token that ends an answer. It can differ from the one that ends a text. */
	readonly end: number;
	/** Of turns that are written out in a text. null: they cannot be told apart there. */
	readonly borders: TurnBorders | null;
	/** Throws ConversationError. */
	encode(conversation: Conversation): { tokens: number[]; targets: (0 | 1)[] };
	/** The tokens before an answer. Throws ConversationError. */
	prompt(conversation: Conversation): number[];
	/** The text that the model reads, and the spans of its words. Throws ConversationError. */
	show(conversation: Conversation): { readonly text: string; readonly spans: readonly Span[] };
}

export interface Tokenizer {
	/** Encodes plain text. A special token's name in the text stays text. */
	encode(text: string): number[];
	readonly marked: MarkedEncoder;
	/** Leaves out special tokens. */
	decode(ids: readonly number[]): string;
	/** Names of the special tokens, by id. */
	readonly names: ReadonlyMap<number, string>;
	readonly begin: number | null;
	readonly end: number;
	/** More tokens that end an answer: eos_token_id of generation_config.json, or of config.json. */
	readonly stops?: readonly number[];
	/** Markers that open a turn; null if the vocabulary has none. */
	readonly system: number | null;
	readonly user: number | null;
	readonly assistant: number | null;
	readonly vocabulary: number;
	/** Encodes conversations in place of the markers. Absent: the model has no chat template. */
	readonly chat?: Chat;
}

/** The tokens that end an answer: of a text, of a chat template's turn, and the model's own. */
export const answerEnds = ({ end, chat, stops = [] }: Tokenizer): readonly number[] => [
	end,
	chat?.end ?? end,
	...stops,
];

/** Encodes text in which the names of special tokens stand for these tokens. */
export interface MarkedEncoder {
	readonly added: ReadonlyMap<number, AddedToken>;
	/** Whether the text has the name of a special token. */
	isIn(text: string): boolean;
	/** Whether the text begins with one. */
	begins(text: string): boolean;
	/** `pieces`: each token as the vocabulary has it. */
	encode(text: string): { ids: number[]; pieces: string[] };
	/** The text that is split into tokens: after the tokenizer's normalizer. */
	normalized(text: string): string;
	/** A piece's UTF-8 bytes. */
	bytesOf(piece: string): Uint8Array;
}

interface TokenizerConfigJson {
	readonly bos_token?: string | { readonly content: string } | null;
	readonly eos_token?: string | { readonly content: string } | null;
}

interface ModelFields {
	/** eos_token_id of the other files, for a tokenizer_config.json without eos_token (GPT-2). */
	readonly ends?: readonly unknown[];
	/** Rows of the embedding. A token without a row is an error in a text that has it. */
	readonly rows?: number;
}

/** Throws InputError with the file and the field. */
export function readTokenizer(
	json: TokenizerJson,
	config: TokenizerConfigJson,
	{ ends = [], rows = Infinity }: ModelFields = {},
): Tokenizer {
	const vocabulary = checkTokenizerJson(json);
	const added = json.added_tokens ?? [];
	const tokenId = (content: string | undefined) =>
		added.find((token) => token.content === content)?.id ?? null;
	const named = (token: TokenizerConfigJson['eos_token']) =>
		typeof token === 'string' ? token : token?.content;
	const end = config.eos_token
		? tokenId(named(config.eos_token))
		: (ends.map((end) => added.find(({ id }) => id === end)?.id).find(Number.isInteger) ?? null);
	if (end === null)
		throw new InputError(
			say(
				'tokenizer_config.json: eos_token names no token of tokenizer.json. Add both, or export the tokenizer again.',
			),
			{ file: 'tokenizer_config.json', field: 'eos_token' },
		);
	const special = new Map(
		added.filter((token) => token.special).map(({ id, content }) => [id, content]),
	);
	// Without its special tokens the library treats "<|eos|>" in a text as text.
	const added_tokens = added.filter((token) => !token.special);
	const text = guarded(() => createEncoder(json, added_tokens, rows));
	const [begin, system, user, assistant] = [
		named(config.bos_token),
		'<|system|>',
		'<|user|>',
		'<|assistant|>',
	].map(tokenId);
	const tokenizer: Tokenizer = {
		marked: createMarkedEncoder(json, rows),
		encode: (content) => {
			if (content === '') return [];
			return guarded(() => text.encode(content)).ids;
		},
		decode: (ids) => {
			// A padded embedding has rows without tokens.
			const hasText = (id: number) => !special.has(id) && text.hasToken(id);
			const plain = ids.filter(hasText);
			if (plain.length === 0) return '';
			return guarded(() => text.decode(plain));
		},
		names: special,
		begin,
		end,
		system,
		user,
		assistant,
		vocabulary,
	};
	// These tokens stand in each conversation.
	if (highest([end, begin ?? 0, system ?? 0, user ?? 0, assistant ?? 0]) >= rows)
		throw new InputError(
			say(
				"tokenizer.json has ids up to {highest}, but config.json's vocab_size is {rows}. Choose the files of one model.",
				{ highest: vocabulary - 1, rows },
			),
			{ file: 'tokenizer.json' },
		);
	// A part of the wrong form can fail only when it is used.
	tokenizer.decode(tokenizer.encode(trial));
	return tokenizer;
}

/** Made at its first use: it takes as much memory as the tokenizer. */
export function createMarkedEncoder(json: TokenizerJson, rows = Infinity): MarkedEncoder {
	const { added_tokens, normalizer, pre_tokenizer, decoder } = json;
	const added = new Map((added_tokens ?? []).map((token) => [token.id, token]));
	const isByteLevel = JSON.stringify([pre_tokenizer, decoder]).includes('"ByteLevel"');
	const isComposed = JSON.stringify(normalizer ?? null).includes('"NFC"');
	let whole: Encoder | undefined;
	const special = [...added.values()].filter((token) => token.special && token.content !== '');
	const names = new RegExp(special.map(({ content }) => patternOf(content)).join('|') || '(?!)');
	return {
		added,
		isIn: (text) => names.test(text),
		begins: (text) => names.exec(text)?.index === 0,
		encode: (text) =>
			guarded(() => (whole ??= createEncoder(json, added_tokens ?? [], rows)).encode(text)),
		normalized: (text) => (isComposed ? text.normalize('NFC') : text),
		bytesOf: isByteLevel ? bytesOfCharacters : bytesOfPiece,
	};
}

/** SentencePiece writes a space as U+2581, and a byte without a token as <0x0A>. */
function bytesOfPiece(piece: string): Uint8Array {
	const byte = /^<0x([0-9A-F]{2})>$/.exec(piece);
	if (byte) return Uint8Array.of(Number.parseInt(byte[1], 16));
	return new TextEncoder().encode(piece.replaceAll('\u2581', ' '));
}

const trial = 'Two words, 12 é!\n';

function guarded<T>(work: () => T): T {
	try {
		return work();
	} catch (error) {
		if (error instanceof InputError) throw error;
		// Messages of the engine name minified functions.
		const isOwn = !(error instanceof TypeError || error instanceof RangeError);
		throw unusable(
			isOwn ? truncate(toMessage(error), 200) : say('a part has an unusual form'),
			error,
		);
	}
}
