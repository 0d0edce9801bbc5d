/**
 * The tokenizer of a GGUF file as tokenizer.json and tokenizer_config.json, and the reverse.
 * `tokenizer.ggml.model` is `gpt2` (byte-level BPE with merges; `tokenizer.ggml.pre` names how a
 * text is split into words) or `llama` (SentencePiece: the tokens' scores order the merges).
 */
import { InputError } from '#engine/core/errors.ts';
import { isObject } from '#engine/core/json.ts';
import { say, type Message } from '#engine/core/message.ts';
import { quote } from '#engine/core/text.ts';
import type { ConfigJson } from '../architecture.ts';
import type { Tokenizer } from '../tokenizer.ts';
import { checkTokenizerJson, type TokenizerJson } from '../tokenizerChecks.ts';
import { bytesToText, firstSpace, isolated, mark, spaceToMark } from '../tokenizing/parts.ts';
import { ggufOnly, wrongGguf, type GgufHeader } from './header.ts';
import type { Written } from './writeHeader.ts';

/** The types of a token (llama.h). */
const types = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 };

const llama3Words = [
	"(?i:'s|'t|'re|'ve|'m|'ll|'d)",
	'[^\\r\\n\\p{L}\\p{N}]?\\p{L}+',
	'\\p{N}{1,3}',
	' ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*',
	'\\s*[\\r\\n]+',
	'\\s+(?!\\S)',
	'\\s+',
].join('|');
const qwenWords = llama3Words.replace('\\p{N}{1,3}', '\\p{N}');
const byteLevel = (useRegex: boolean) => ({
	type: 'ByteLevel',
	add_prefix_space: false,
	trim_offsets: true,
	use_regex: useRegex,
});
const digits = { type: 'Digits', individual_digits: true };

/** How `tokenizer.ggml.pre` splits a text. llama.cpp normalizes no text. */
interface Splitting {
	readonly parts: readonly object[];
	readonly isComposed?: boolean;
	/** A word that is a token needs no merges. */
	readonly ignoresMerges?: boolean;
}
const splittings: ReadonlyMap<string, Splitting> = new Map<string, Splitting>([
	['gpt-2', { parts: [byteLevel(true)] }],
	['olmo', { parts: [byteLevel(true)], isComposed: true }],
	['smollm', { parts: [digits, byteLevel(true)] }],
	['llama-bpe', { parts: [isolated(llama3Words), byteLevel(false)], ignoresMerges: true }],
	['qwen2', { parts: [isolated(qwenWords), byteLevel(false)], isComposed: true }],
	['dbrx', { parts: [isolated(llama3Words), byteLevel(false)] }],
]);
/** Other names of the same splitting in llama.cpp. */
const otherNames = new Map([
	['phi-2', 'gpt-2'],
	['llama3', 'llama-bpe'],
	['llama-v3', 'llama-bpe'],
	['deepseek-r1-qwen', 'qwen2'],
	['smaug-bpe', 'dbrx'],
]);

export interface TokenFiles {
	readonly tokenizer: TokenizerJson;
	readonly config: Readonly<Record<string, unknown>>;
	/** The tokens that end an answer, of generation_config.json. */
	readonly ends: readonly number[];
}

/** Tokens between two reports. */
const reportedTokens = 1 << 12;

/** `onProgress`: after some tokens. Throws InputError with the file and the field. */
export function readTokens(
	{ file, fields }: GgufHeader,
	onProgress: () => void = () => undefined,
): TokenFiles {
	const report = (i: number) => i % reportedTokens === 0 && onProgress();
	const fail = (name: string, what: Message) => wrongGguf(file, `tokenizer.${name}`, what);
	const list = <T extends string | number>(
		name: string,
		kind: 'string' | 'number',
		size?: number,
	) => {
		const value = fields.get(`tokenizer.${name}`);
		if (value === undefined) throw fail(name, say('is missing'));
		const isList = Array.isArray(value) && value.every((each) => typeof each === kind);
		if (!isList || (size !== undefined && value.length !== size))
			throw fail(
				name,
				say('is not a list of the right kind{size, plural, =0 {} other { with # entries}}', {
					size: size ?? 0,
				}),
			);
		return value as readonly T[];
	};
	const tokens = list<string>('ggml.tokens', 'string');
	const kinds = list<number>('ggml.token_type', 'number', tokens.length);
	const id = (name: string): number | undefined => {
		const value = fields.get(`tokenizer.ggml.${name}_token_id`);
		if (value === undefined) return undefined;
		if (typeof value === 'number' && value in tokens) return value;
		throw fail(
			`ggml.${name}_token_id`,
			say('is {value}, which is not the number of a token', { value: quote(value) }),
		);
	};
	const [begin, end, unknown, turn] = [id('bos'), id('eos'), id('unknown'), id('eot')];
	if (end === undefined) throw fail('ggml.eos_token_id', say('is missing'));
	const isSpecial = (i: number) =>
		kinds[i] === types.control || kinds[i] === types.unknown || i === begin || i === end;
	const added = tokens.flatMap((content, i) =>
		isSpecial(i) || kinds[i] === types.userDefined
			? [{ id: i, content, special: isSpecial(i), normalized: false }]
			: [],
	);
	const model = fields.get('tokenizer.ggml.model');
	if (model !== 'gpt2' && model !== 'llama')
		throw fail('ggml.model', ggufOnly(model, 'gpt2, llama'));
	const isAdded = new Set(added.map((token) => token.id));
	const vocab: Record<string, number> = Object.create(null) as Record<string, number>;
	tokens.forEach((token, i) => {
		report(i);
		// Rows of a padded embedding have no token. SentencePiece has its special tokens as pieces.
		if (kinds[i] === types.unused || (isAdded.has(i) && model === 'gpt2')) return;
		if (token in vocab)
			throw fail('ggml.tokens', say('has the token {token} twice', { token: quote(token) }));
		vocab[token] = i;
	});
	const parts =
		model === 'gpt2'
			? byteLevelParts(fields, fail, vocab, () => list<string>('ggml.merges', 'string'))
			: sentencePieceParts(vocab, list<number>('ggml.scores', 'number', tokens.length), {
					isPiece: (i) => kinds[i] === types.normal || kinds[i] === types.userDefined,
					hasPrefix: fields.get('tokenizer.ggml.add_space_prefix') !== false,
					report,
				});
	const content = (i: number | undefined) => (i === undefined ? null : tokens[i]);
	const template = fields.get('tokenizer.chat_template');
	// Without the field llama.cpp adds it in these two. The template may write it too.
	const pre = fields.get('tokenizer.ggml.pre');
	const isBegun =
		(fields.get('tokenizer.ggml.add_bos_token') ?? (model === 'llama' || pre === 'llama-bpe')) ===
			true ||
		(typeof template === 'string' && template.includes('bos_token'));
	const named = [...fields].flatMap(([name, value]) => {
		const [, use] = /^tokenizer\.chat_template\.(.+)$/.exec(name) ?? [];
		return use !== undefined && typeof value === 'string' ? [{ name: use, template: value }] : [];
	});
	const templates =
		named.length > 0 && typeof template === 'string'
			? [{ name: 'default', template }, ...named]
			: template;
	return {
		tokenizer: { added_tokens: added, ...parts },
		config: {
			bos_token: isBegun ? content(begin) : null,
			eos_token: content(end),
			unk_token: content(unknown),
			...(templates !== undefined && { chat_template: templates }),
		},
		ends: [...new Set([end, ...(turn === undefined ? [] : [turn])])],
	};
}

function byteLevelParts(
	fields: GgufHeader['fields'],
	fail: (name: string, what: Message) => InputError,
	vocab: Readonly<Record<string, number>>,
	merges: () => readonly string[],
): TokenizerJson {
	const pre = fields.get('tokenizer.ggml.pre');
	const name = typeof pre === 'string' ? pre : '';
	const splitting = splittings.get(otherNames.get(name) ?? name);
	if (!splitting) throw fail('ggml.pre', ggufOnly(pre, [...splittings.keys()].join(', ')));
	return {
		normalizer: splitting.isComposed ? { type: 'NFC' } : null,
		pre_tokenizer: { type: 'Sequence', pretokenizers: splitting.parts },
		decoder: { type: 'ByteLevel' },
		model: {
			type: 'BPE',
			vocab,
			merges: merges(),
			byte_fallback: false,
			...(splitting.ignoresMerges && { ignore_merges: true }),
		},
	};
}

/**
 * The parts of tokenizer.json for a SentencePiece model, as transformers converts it. The merges
 * are in the order of the scores.
 */
function sentencePieceParts(
	vocab: Readonly<Record<string, number>>,
	scores: readonly number[],
	{
		isPiece,
		hasPrefix,
		report,
	}: {
		isPiece: (id: number) => boolean;
		readonly hasPrefix: boolean;
		report: (id: number) => void;
	},
): TokenizerJson {
	const merges: { readonly pair: readonly [string, string]; readonly id: number }[] = [];
	/** A token of 100,000 letters is cut only where both parts have the length of a token. */
	const lengths = new Set(Object.keys(vocab).map(({ length }) => length));
	for (const [token, id] of Object.entries(vocab)) {
		report(id);
		// A text must not become a special token.
		if (!isPiece(id)) continue;
		const local: (readonly [string, string])[] = [];
		for (const at of lengths) {
			if (at < 1 || !lengths.has(token.length - at)) continue;
			const pair = [token.slice(0, at), token.slice(at)] as const;
			if (pair[0] in vocab && pair[1] in vocab) local.push(pair);
		}
		local.sort((a, b) => vocab[a[0]] - vocab[b[0]] || vocab[a[1]] - vocab[b[1]]);
		for (const pair of local) merges.push({ pair, id });
	}
	merges.sort((a, b) => scores[b.id] - scores[a.id] || a.id - b.id);
	const prepend = { type: 'Prepend', prepend: mark };
	const decoders = hasPrefix ? [...bytesToText, firstSpace] : bytesToText;
	return {
		normalizer: {
			type: 'Sequence',
			normalizers: hasPrefix ? [prepend, spaceToMark] : [spaceToMark],
		},
		pre_tokenizer: null,
		decoder: { type: 'Sequence', decoders },
		model: { type: 'BPE', vocab, merges: merges.map(({ pair }) => pair), byte_fallback: true },
	};
}

/** How tokenizer.json splits a text, by its patterns. */
function findSplitting({ pre_tokenizer, normalizer, model }: TokenizerJson): string | undefined {
	// Without merges a token is a byte, however the text is split.
	if (model!.merges!.length === 0) return 'gpt-2';
	const flat = (part: unknown): readonly object[] => {
		if (!isObject(part)) return [];
		const inner = part['type'] === 'Sequence' ? part['pretokenizers'] : [part];
		return Array.isArray(inner)
			? inner.flatMap((each) => (each === part ? [part] : flat(each)))
			: [];
	};
	const signature = (parts: readonly object[]) =>
		JSON.stringify(
			parts.map((part) => {
				const { type, pattern, use_regex, individual_digits } = { ...part } as ConfigJson;
				return [type, pattern, type === 'ByteLevel' && use_regex !== false, individual_digits];
			}),
		);
	const wanted = signature(flat(pre_tokenizer));
	const isComposed = JSON.stringify(normalizer ?? null).includes('NFC');
	const ignores = model?.ignore_merges ?? false;
	const fits = [...splittings].filter(([, each]) => signature(each.parts) === wanted);
	const best = fits.find(
		([, each]) =>
			(each.isComposed ?? false) === isComposed && (each.ignoresMerges ?? false) === ignores,
	);
	return (best ?? fits.at(-1))?.[0];
}

/**
 * The fields of a tokenizer. `rows`: of the embedding, each of which gets a token. `isBegun`: the
 * begin token stands before each text. Throws InputError for a splitting that llama.cpp lacks.
 */
export function writeTokens(
	json: TokenizerJson,
	config: ConfigJson,
	tokenizer: Tokenizer,
	{ rows, isBegun }: { readonly rows: number; readonly isBegun: boolean },
): Map<string, Written> {
	checkTokenizerJson(json);
	const fields = new Map<string, Written>();
	const tokens = Array.from({ length: rows }, (_, i) => `[PAD${i}]`);
	const kinds = tokens.map(() => types.unused);
	const isByteLevel = JSON.stringify(json.decoder ?? null).includes('"ByteLevel"');
	const put = (i: number, token: string, kind: number) => {
		if (i < rows) [tokens[i], kinds[i]] = [token, kind];
	};
	for (const [token, i] of Object.entries(json.model!.vocab!))
		put(i, token, !isByteLevel && /^<0x[0-9A-F]{2}>$/.test(token) ? types.byte : types.normal);
	for (const { id, content, special } of json.added_tokens ?? [])
		put(id, content, special ? types.control : types.userDefined);
	const unknown = tokenId(json, config['unk_token']);
	if (!isByteLevel && unknown !== undefined) kinds[unknown] = types.unknown;
	const merges = json.model!.merges!.map((pair) =>
		typeof pair === 'string' ? pair : pair.join(' '),
	);
	const set = (name: string, written: Written) => fields.set(`tokenizer.${name}`, written);
	set('ggml.model', { type: 'text', value: isByteLevel ? 'gpt2' : 'llama' });
	if (isByteLevel) {
		const pre = findSplitting(json);
		if (pre === undefined)
			throw new InputError(
				say(
					'tokenizer.json: pre_tokenizer splits texts in a way that llama.cpp does not have a name for in the lab ({known}). Save the model as safetensors.',
					{ known: [...splittings.keys()].join(', ') },
				),
				{ file: 'tokenizer.json', field: 'pre_tokenizer' },
			);
		set('ggml.pre', { type: 'text', value: pre });
		set('ggml.merges', { type: 'texts', value: merges });
	} else {
		set('ggml.pre', { type: 'text', value: 'default' });
		set('ggml.scores', { type: 'f32s', value: mergeScores(tokens, merges) });
		// A Metaspace of older or newer files adds it before the first word.
		const hasPrefix = /"Prepend"|"prepend_scheme":"(first|always)"/.test(
			JSON.stringify([json.normalizer, json.pre_tokenizer]),
		);
		set('ggml.add_space_prefix', { type: 'flag', value: hasPrefix });
	}
	set('ggml.tokens', { type: 'texts', value: tokens });
	set('ggml.token_type', { type: 'i32s', value: kinds });
	const { begin, end, chat } = tokenizer;
	if (begin !== null) set('ggml.bos_token_id', { type: 'u32', value: begin });
	set('ggml.eos_token_id', { type: 'u32', value: end });
	if (unknown !== undefined) set('ggml.unknown_token_id', { type: 'u32', value: unknown });
	if (chat && chat.end !== end) set('ggml.eot_token_id', { type: 'u32', value: chat.end });
	set('ggml.add_bos_token', { type: 'flag', value: isBegun });
	set('ggml.add_eos_token', { type: 'flag', value: false });
	return fields;
}

function tokenId({ added_tokens, model }: TokenizerJson, token: unknown): number | undefined {
	const name = isObject(token) ? token['content'] : token;
	if (typeof name !== 'string') return undefined;
	return added_tokens?.find(({ content }) => content === name)?.id ?? model?.vocab?.[name];
}

/** The score of a token is less for a later merge; tokens without one come last. */
function mergeScores(tokens: readonly string[], merges: readonly string[]): number[] {
	const ranks = new Map<string, number>();
	merges.forEach((pair, i) => {
		const merged = pair.replace(' ', '');
		if (!ranks.has(merged)) ranks.set(merged, i);
	});
	return tokens.map((token) => -(ranks.get(token) ?? merges.length));
}
