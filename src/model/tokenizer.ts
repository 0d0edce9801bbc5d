/**
 * A tokenizer.json: text to ids and back, and the special tokens by their role in a conversation.
 */
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { InputError, messageOf } from '#core/errors.ts';
import { checkTokenizerJson, type AddedToken, type TokenizerJson } from './tokenizerChecks.ts';

export interface Tokenizer {
	/** Encodes plain text. A special token's name in the text stays text. */
	encode(text: string): number[];
	/** Leaves out special tokens. */
	decode(ids: readonly number[]): string;
	readonly begin: number | null;
	readonly end: number;
	/** Markers that open a turn; null if the vocabulary has none. */
	readonly system: number | null;
	readonly user: number | null;
	readonly assistant: number | null;
	readonly vocabulary: number;
}

interface TokenizerConfigJson {
	readonly bos_token?: string | { readonly content: string } | null;
	readonly eos_token?: string | { readonly content: string } | null;
}

/** Throws InputError with the file and the field. */
export function readTokenizer(json: TokenizerJson, config: TokenizerConfigJson): Tokenizer {
	const vocabulary = checkTokenizerJson(json);
	const added = json.added_tokens ?? [];
	const tokenId = (content: string | undefined) =>
		added.find((token) => token.content === content)?.id ?? null;
	const named = (token: TokenizerConfigJson['eos_token']) =>
		typeof token === 'string' ? token : token?.content;
	const end = tokenId(named(config.eos_token));
	if (end === null)
		throw new InputError(
			'tokenizer_config.json: eos_token names no token of tokenizer.json. ' +
				'Add both, or export the tokenizer again.',
			{ file: 'tokenizer_config.json', field: 'eos_token' },
		);
	const special = new Set(added.filter((token) => token.special).map((token) => token.id));
	// Without its special tokens the library treats "<|eos|>" in a text as text.
	const text = openTokenizer(
		json,
		added.filter((token) => !token.special),
	);
	return {
		encode: (content) =>
			content === '' ? [] : text.encode(content, { add_special_tokens: false }).ids,
		decode: (ids) => {
			const plain = ids.filter((id) => !special.has(id));
			return plain.length === 0
				? ''
				: text.decode(plain, { skip_special_tokens: false, clean_up_tokenization_spaces: false });
		},
		begin: tokenId(named(config.bos_token)),
		end,
		system: tokenId('<|system|>'),
		user: tokenId('<|user|>'),
		assistant: tokenId('<|assistant|>'),
		vocabulary,
	};
}

function openTokenizer(
	json: TokenizerJson,
	added: readonly AddedToken[],
): InstanceType<typeof HuggingFaceTokenizer> {
	try {
		return new HuggingFaceTokenizer({ ...json, added_tokens: added }, {});
	} catch (error) {
		throw new InputError(
			`tokenizer.json cannot be used: ${messageOf(error)}. ` +
				'Use a model whose tokenizer has the usual parts of transformers.',
			{ file: 'tokenizer.json' },
			{ cause: error },
		);
	}
}
