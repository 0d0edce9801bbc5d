/**
 * The texts of a model from a GGUF file for other programs. The lab stores only the parts of
 * tokenizer.json that it reads, and a model's identity has their hash. The package tokenizers (in
 * Rust) needs all fields of a part, and it numbers an added token by its place unless the
 * vocabulary has the token. transformers refuses a whole number in some fields of config.json.
 */
import { isObject } from '#engine/core/json.ts';
import type { TokenizerJson } from './tokenizerChecks.ts';

/** `texts`: of a folder, by name. The same ones unless the lab made them of a GGUF file. */
export function completeTexts(texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
	const tokenizer = texts.get('tokenizer.json');
	const config = texts.get('tokenizer_config.json');
	if (tokenizer === undefined || config === undefined) return texts;
	const json = JSON.parse(tokenizer) as TokenizerJson & { readonly version?: unknown };
	// Other programs write it, and the lab's reader of GGUF files does not.
	if (json.version !== undefined) return texts;
	const settings = JSON.parse(config) as { readonly bos_token?: unknown };
	// Without a class transformers makes the parts of the architecture's usual tokenizer instead.
	const named = { tokenizer_class: 'PreTrainedTokenizerFast', clean_up_tokenization_spaces: false };
	return new Map([
		...texts,
		['config.json', withRealNumbers(texts.get('config.json') ?? '{}')],
		['tokenizer.json', JSON.stringify(completeTokenizer(json, settings.bos_token))],
		['tokenizer_config.json', JSON.stringify({ ...named, ...settings })],
	]);
}

/** Fields that transformers reads as float, and none of its configs as int. */
const realFields =
	'(?:final|attn)_logit_softcapping|rope_theta|rotary_pct|partial_rotary_factor|' +
	'(?:(?:low|high)_freq_|attention_)?factor';

/** JSON.stringify writes 30.0 as 30. */
const withRealNumbers = (config: string): string =>
	config.replace(new RegExp(`("(?:${realFields})"\\s*:\\s*-?\\d+)(?=\\s*[,}])`, 'g'), '$1.0');

function completeTokenizer(json: TokenizerJson, begin: unknown): object {
	const { added_tokens, model, decoder, ...parts } = json;
	const added = [...(added_tokens ?? [])].sort((a, b) => a.id - b.id);
	const vocab = { ...model?.vocab };
	const isNumbered = numberedByPlace(vocab, added);
	for (const { id, content } of added) if (!isNumbered) vocab[content] = id;
	return {
		version: '1.0',
		truncation: null,
		padding: null,
		added_tokens: added.map((token) => ({
			single_word: false,
			lstrip: false,
			rstrip: false,
			normalized: false,
			special: false,
			...token,
		})),
		...parts,
		post_processor: beginsWith(begin, added),
		decoder:
			isObject(decoder) && decoder['type'] === 'ByteLevel'
				? { add_prefix_space: false, trim_offsets: true, use_regex: true, ...decoder }
				: decoder,
		model: { ...model, vocab },
	};
}

/** The package gives each added token that the vocabulary lacks the next number. */
function numberedByPlace(
	vocab: Readonly<Record<string, number>>,
	added: NonNullable<TokenizerJson['added_tokens']>,
): boolean {
	let next = Object.keys(vocab).length;
	return added.every(({ id, content }) => content in vocab || id === next++);
}

/** Writes the begin token before each text, as the lab does. */
function beginsWith(begin: unknown, added: NonNullable<TokenizerJson['added_tokens']>) {
	const token = added.find(({ content }) => content === begin);
	if (!token) return null;
	const { id, content } = token;
	const special = { SpecialToken: { id: content, type_id: 0 } };
	const text = (name: 'A' | 'B', type: 0 | 1) => ({ Sequence: { id: name, type_id: type } });
	return {
		type: 'TemplateProcessing',
		single: [special, text('A', 0)],
		pair: [special, text('A', 0), { SpecialToken: { id: content, type_id: 1 } }, text('B', 1)],
		special_tokens: { [content]: { id: content, ids: [id], tokens: [content] } },
	};
}
