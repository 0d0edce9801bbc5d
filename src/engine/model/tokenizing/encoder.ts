/** Text to ids and back by @huggingface/tokenizers, with the parts that the lab has checked. */
import {
	ByteFallbackDecoder,
	ByteLevelDecoder,
	SequenceDecoder,
	Tokenizer as HuggingFaceTokenizer,
} from '@huggingface/tokenizers';
import { joinBytes } from '#engine/core/bytes.ts';
import { say } from '#engine/core/message.ts';
import { quote } from '#engine/core/text.ts';
import { ConversationError } from '../chatTemplate.ts';
import type { AddedToken, TokenizerJson } from '../tokenizerChecks.ts';
import { bytesAsTokens, bytesOfCharacters, bytesWithoutToken, readParts } from './parts.ts';

export interface Encoder {
	/**
	 * `pieces`: each token as the vocabulary has it. Throws ConversationError for a token without a
	 * row in the embedding and for a byte without a token.
	 */
	encode(text: string): { ids: number[]; pieces: string[] };
	decode(ids: readonly number[]): string;
	hasToken(id: number): boolean;
}

/** `added`: the tokens to find in a text. `rows`: of the embedding. */
export function createEncoder(
	json: TokenizerJson,
	added: readonly AddedToken[],
	rows: number,
): Encoder {
	const model = { ...json.model, type: 'BPE' };
	const parts = { ...readParts(json), model, added_tokens: added, post_processor: null };
	const library = new HuggingFaceTokenizer(parts, {});
	const { decoder, model: vocabulary, normalizer } = library;
	// Rust decodes an added token to its normalized content.
	for (const { id, content, normalized } of library.get_added_tokens_decoder().values())
		if (normalized && normalizer) vocabulary!.vocab[id] = normalizer(content);
	const hasBytes = decoder instanceof ByteLevelDecoder;
	for (const part of decoder instanceof SequenceDecoder ? decoder.decoders : [])
		if (part instanceof ByteFallbackDecoder) part.text_decoder = new ByteText();
	const missing = bytesWithoutToken(json);
	const byBytes = added.length === 0 ? bytesAsTokens(json) : null;
	const encode = (text: string) => {
		if (!byBytes) return library.encode(text, { add_special_tokens: false });
		const found = Array.from(utf8.encode(text), (byte) => byBytes.get(byte)!);
		return { tokens: found.map(([token]) => token), ids: found.map(([, id]) => id) };
	};
	/** By id. An evaluation decodes each answer after each of its tokens. */
	const bytesOf = new Map<number, Uint8Array<ArrayBuffer>>();
	const tokenBytes = (id: number) => {
		const known = bytesOf.get(id) ?? bytesOfCharacters(library.id_to_token(id)!);
		bytesOf.set(id, known);
		return known;
	};
	return {
		encode(text) {
			if (missing.size > 0) requireTokens(text, missing);
			const { ids, tokens } = encode(text);
			const rowless = ids.findIndex((id) => id >= rows);
			if (rowless >= 0) throw withoutRow(tokens[rowless], ids[rowless], rows);
			return { ids, pieces: tokens };
		},
		decode: (ids) =>
			hasBytes
				? byteText.decode(joinBytes(ids.map(tokenBytes)))
				: library.decode([...ids], {
						skip_special_tokens: false,
						clean_up_tokenization_spaces: false,
					}),
		hasToken: (id) => library.id_to_token(id) !== undefined,
	};
}

/** Rust decodes added tokens by the same rule. The library takes their letters as text. */
const byteText = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes as Rust decodes them: U+FEFF stays, and each byte of an invalid text becomes U+FFFD. */
class ByteText extends TextDecoder {
	constructor() {
		super('utf-8', { fatal: true, ignoreBOM: true });
	}

	override decode(bytes: Uint8Array): string {
		try {
			return super.decode(bytes);
		} catch {
			return '\ufffd'.repeat(bytes.length);
		}
	}
}

function requireTokens(text: string, missing: ReadonlySet<number>): void {
	const lacksToken = (part: string) => utf8.encode(part).some((byte) => missing.has(byte));
	if (!lacksToken(text)) return;
	throw new ConversationError(
		say('tokenizer.json has no tokens for the character {character}. Leave the character out', {
			character: quote([...text].find(lacksToken)),
		}),
	);
}

const utf8 = new TextEncoder();

const withoutRow = (token: string, id: number, rows: number) =>
	new ConversationError(
		say(
			"a text has the token {token} with the id {id}, but config.json's vocab_size is {rows}. Leave the text out, or choose the files of one model",
			{ token: quote(token), id, rows },
		),
	);
