/**
 * Text to ids: added tokens, normalizer, pre-tokenizer, model. The library has the models and the
 * decoders; its other steps differ from the Python package (in Rust) in letters, blanks and splits.
 */
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { sentence } from '#engine/core/message.ts';
import { quote } from '#engine/core/text.ts';
import { ConversationError } from '../chatTemplate.ts';
import type { AddedToken, TokenizerJson } from '../tokenizerChecks.ts';
import { createSections } from './addedTokens.ts';
import { correct } from './corrections.ts';
import { createNormalizer } from './normalizers.ts';
import { createPreTokenizer } from './preTokenizers.ts';

export interface Encoder {
	/**
	 * `pieces`: each token as the vocabulary has it. An id may be undefined: no unknown token. Throws
	 * ConversationError for a token without a row in the embedding.
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
	const normalize = createNormalizer(json.normalizer);
	const cutWords = createPreTokenizer(json.pre_tokenizer);
	const isNormalized = ({ normalized, special }: AddedToken) => normalized ?? special !== true;
	// Decoding gives the normalized content, too.
	const tokens = added.map((token) =>
		isNormalized(token) ? { ...token, content: normalize(token.content) } : token,
	);
	const findRaw = createSections(tokens.filter((token) => !isNormalized(token)));
	const findNormalized = createSections(tokens.filter(isNormalized));
	const parts = { ...json, added_tokens: tokens, normalizer: null, pre_tokenizer: null };
	// The library has no WordLevel: it reads one like an older form, which has this in its config.
	const library = new HuggingFaceTokenizer(parts, { unk_token: json.model?.unk_token });
	correct(library, json.model?.vocab ?? {});
	const model = library.model!;
	return {
		encode(text) {
			const ids: number[] = [];
			const pieces: string[] = [];
			const sections = findRaw({ text, isStart: true }).flatMap((section) =>
				section.token ? section : findNormalized({ ...section, text: normalize(section.text) }),
			);
			for (const section of sections) {
				const { token } = section;
				const found = token ? [token.content] : model(cutWords(section).map((word) => word.text));
				for (const piece of found) {
					ids.push(token?.id ?? model.tokens_to_ids.get(piece) ?? model.unk_token_id!);
					pieces.push(piece);
				}
			}
			const rowless = ids.findIndex((id) => id >= rows);
			if (rowless >= 0) throw withoutRow(pieces[rowless], ids[rowless], rows);
			return { ids, pieces };
		},
		decode: (ids) =>
			library.decode([...ids], { skip_special_tokens: false, clean_up_tokenization_spaces: false }),
		hasToken: (id) => library.id_to_token(id) !== undefined,
	};
}

const withoutRow = (token: string, id: number, rows: number) =>
	new ConversationError(
		sentence`a text has the token ${quote(token)} with the id ${id}, but config.json's vocab_size
			is ${rows}. Leave the text out, or choose the files of one model`,
	);
