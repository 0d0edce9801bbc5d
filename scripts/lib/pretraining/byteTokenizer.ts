/**
 * The tokenizer of the base models: 256 bytes, then the special tokens, so it encodes any text. It
 * is written as a tokenizer.json for transformers: byte-level BPE with an empty merge list.
 */
import { markerTemplate } from '#engine/model/chatTemplate.ts';

export const specialTokens = [
	'<|bos|>',
	'<|eos|>',
	'<|pad|>',
	'<|system|>',
	'<|user|>',
	'<|assistant|>',
	'<|reserved_0|>',
	'<|reserved_1|>',
] as const;

export const byteVocabulary = 256 + specialTokens.length;

export function byteTokenizerJson(): object {
	const vocab = Object.fromEntries([
		...byteCharacters().map((character, byte) => [character, byte] as const),
		...specialTokens.map((content, i) => [content, 256 + i] as const),
	]);
	return {
		version: '1.0',
		truncation: null,
		padding: null,
		added_tokens: specialTokens.map((content, i) => ({
			id: 256 + i,
			content,
			single_word: false,
			lstrip: false,
			rstrip: false,
			normalized: false,
			special: true,
		})),
		normalizer: null,
		pre_tokenizer: {
			type: 'ByteLevel',
			add_prefix_space: false,
			trim_offsets: true,
			use_regex: false,
		},
		post_processor: null,
		decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
		model: {
			type: 'BPE',
			dropout: null,
			unk_token: null,
			continuing_subword_prefix: null,
			end_of_word_suffix: null,
			fuse_unk: false,
			byte_fallback: false,
			vocab,
			merges: [],
		},
	};
}

export const byteTokenizerConfig = {
	tokenizer_class: 'PreTrainedTokenizerFast',
	bos_token: '<|bos|>',
	eos_token: '<|eos|>',
	pad_token: '<|pad|>',
	clean_up_tokenization_spaces: false,
	chat_template: markerTemplate,
} as const;

/** GPT-2's characters for the 256 bytes: printable Latin-1 as it is, the others from U+0100 on. */
function byteCharacters(): string[] {
	let next = 256;
	return Array.from({ length: 256 }, (_, byte) => {
		const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
		return String.fromCharCode(printable ? byte : next++);
	});
}
