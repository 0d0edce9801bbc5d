/**
 * The parts of a tokenizer.json that the lab reads, by family: byte-level BPE (GPT-2, Llama 3,
 * Qwen, SmolLM2, Pythia) and BPE with byte fallback (Llama 2, Gemma). All other compositions are
 * refused. Where @huggingface/tokenizers differs from the Python package (in Rust), a part is
 * changed to one with which both agree.
 */
import { isObject } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { quote } from '#engine/core/text.ts';
import { unusable, type TokenizerJson } from '../tokenizerChecks.ts';

type Model = NonNullable<TokenizerJson['model']>;
type Part = Readonly<Record<string, unknown>>;
/** Fields that a part must have. Other fields of it do not matter. */
type Form = readonly Part[];

export const mark = '\u2581';
export const spaceToMark = { type: 'Replace', pattern: { String: ' ' }, content: mark };
const markToSpace = { type: 'Replace', pattern: { String: mark }, content: ' ' };
export const bytesToText = [markToSpace, { type: 'ByteFallback' }, { type: 'Fuse' }];
export const firstSpace = { type: 'Strip', content: ' ', start: 1, stop: 0 };

const byteLevel: Form = [{ type: 'ByteLevel' }];
const byteLevelNormalizers: readonly Form[] = [[], [{ type: 'NFC' }]];
const fallbackNormalizers: readonly Form[] = [
	[],
	[spaceToMark],
	[{ type: 'Prepend', prepend: mark }, spaceToMark],
];
const fallbackDecoders: readonly Form[] = [bytesToText, [...bytesToText, firstSpace]];
const metaspace = { type: 'Metaspace', replacement: mark, split: false };
const spaceSplit = { type: 'Split', pattern: { String: ' ' }, behavior: 'MergedWithPrevious' };

/** The file's contents with parts that the library reads right. Throws InputError by name. */
export function readParts(json: TokenizerJson): TokenizerJson {
	const normalizers = toList(json.normalizer, 'normalizers');
	const preTokenizers = toList(json.pre_tokenizer, 'pretokenizers');
	const decoders = toList(json.decoder, 'decoders');
	const isByteLevel = hasForm(decoders, byteLevel);
	if (!isByteLevel) requireForm('decoder', decoders, fallbackDecoders);
	requireForm('normalizer', normalizers, isByteLevel ? byteLevelNormalizers : fallbackNormalizers);
	if (!isByteLevel) requireFallback(json.model!);
	return {
		...json,
		normalizer: sequence('normalizers', normalizers),
		pre_tokenizer: sequence(
			'pretokenizers',
			isByteLevel ? readSplits(preTokenizers) : readSpaces(preTokenizers, normalizers),
		),
		decoder: isByteLevel ? decoders[0] : sequence('decoders', decoders),
	};
}

function toList(part: unknown, inner: string): readonly Part[] {
	if ((part ?? null) === null) return [];
	const parts: unknown = isObject(part) && part['type'] === 'Sequence' ? part[inner] : [part];
	if (Array.isArray(parts) && parts.every(isObject))
		return parts.flatMap((each) => (each['type'] === 'Sequence' ? toList(each, inner) : each));
	throw unusable(say('a part has an unusual form'));
}

const sequence = (inner: string, parts: readonly Part[]) =>
	parts.length === 0 ? null : { type: 'Sequence', [inner]: parts };

const hasForm = (parts: readonly Part[], form: Form): boolean =>
	parts.length === form.length && form.every((fields, i) => hasFields(parts[i], fields));

const hasFields = (part: Part, fields: Part): boolean =>
	Object.entries(fields).every(
		([name, value]) => JSON.stringify(part[name]) === JSON.stringify(value),
	);

function requireForm(name: string, parts: readonly Part[], forms: readonly Form[]): void {
	if (!forms.some((form) => hasForm(parts, form))) throw unsupported(name, parts);
}

const unsupported = (name: string, parts: readonly Part[]) =>
	unusable(say('the {name} {parts} is not supported', { name, parts: quote(parts, 300) }));

/** GPT-2's words. The library's own pattern has JavaScript's white space in place of Unicode's. */
const gpt2Words =
	"'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
export const isolated = (pattern: string): Part => ({
	type: 'Split',
	pattern: { Regex: pattern },
	behavior: 'Isolated',
	invert: false,
});

/** Splits by patterns, then bytes. */
function readSplits(parts: readonly Part[]): Part[] {
	const bytes = parts.at(-1);
	// The library would add the space to each word.
	if (bytes?.['type'] !== 'ByteLevel' || bytes['add_prefix_space'] === true)
		throw unsupported('pre_tokenizer', parts.slice(-1));
	const splits = parts.slice(0, -1).map((part) => {
		// The library finds ASCII digits only.
		if (part['type'] === 'Digits')
			return isolated(part['individual_digits'] === true ? '\\p{N}' : '\\p{N}+');
		const isRegex = isObject(part['pattern']) && typeof part['pattern']['Regex'] === 'string';
		const isIsolated = hasFields(part, { type: 'Split', behavior: 'Isolated', invert: false });
		const hasMatches = hasFields(part, { type: 'Split', behavior: 'Removed', invert: true });
		if (isRegex && (isIsolated || hasMatches)) return part;
		const { type, behavior, invert } = part;
		throw unsupported('pre_tokenizer', [{ type, behavior, invert, ...part }]);
	});
	const words = bytes['use_regex'] === false ? [] : [isolated(gpt2Words)];
	return [...splits, ...words, { ...bytes, use_regex: false }];
}

/** Gemma 3 splits at spaces, which its normalizer has replaced. The library splits elsewhere. */
function readSpaces(parts: readonly Part[], normalizers: readonly Part[]): readonly Part[] {
	const hasNoSpaces = normalizers.some((part) => hasFields(part, spaceToMark));
	if (hasNoSpaces && hasForm(parts, [spaceSplit])) return [];
	requireForm('pre_tokenizer', parts, [[], [metaspace]]);
	return parts;
}

function requireFallback({ vocab = {}, byte_fallback: hasFallback }: Model): void {
	const missing = byteNames.find((name) => !Object.hasOwn(vocab, name));
	if (hasFallback !== true || missing !== undefined)
		throw unusable(say('a character without a token has no tokens for its bytes'));
}

/** Bytes of UTF-8 that a byte-level vocabulary lacks: those of odd planes in SmolLM2's. */
export function bytesWithoutToken({ model, decoder }: TokenizerJson): ReadonlySet<number> {
	const isByteLevel = hasForm(toList(decoder, 'decoders'), byteLevel);
	const isMissing = ([token, byte]: readonly [string, number]) =>
		!Object.hasOwn(model!.vocab!, token) && (byte < 0xc0 || (byte > 0xc1 && byte < 0xf5));
	const missing = [...byteOfCharacter].filter(isMissing);
	return new Set(isByteLevel ? missing.map(([, byte]) => byte) : []);
}

/**
 * The vocabulary in which each byte is a token: byte-level, without merges. null: another one. The
 * library takes a second for the built-in skills, because it looks for merges in each whole text.
 */
export function bytesAsTokens(json: TokenizerJson): ReadonlyMap<number, [string, number]> | null {
	const { normalizer, decoder, model } = json;
	const { merges = [], ignore_merges: hasWords, vocab = {} } = model!;
	const isByteLevel = hasForm(toList(decoder, 'decoders'), byteLevel);
	if (!isByteLevel || normalizer || merges.length > 0 || hasWords) return null;
	return new Map([...byteOfCharacter].map(([token, byte]) => [byte, [token, vocab[token]]]));
}

/** GPT-2's characters for bytes: printable ones stand for themselves, the others for 256 and up. */
const byteOfCharacter = new Map<string, number>();
let hidden = 256;
for (let byte = 0; byte < 256; byte++) {
	const isShown = (byte > 32 && byte < 127) || (byte > 160 && byte < 256 && byte !== 173);
	byteOfCharacter.set(String.fromCharCode(isShown ? byte : hidden++), byte);
}

/** A token's bytes as in Rust: of all characters, or its UTF-8 if one stands for no byte. */
export function bytesOfCharacters(token: string): Uint8Array<ArrayBuffer> {
	const bytes = Array.from(token, (character) => byteOfCharacter.get(character));
	const isText = bytes.includes(undefined);
	return isText ? new TextEncoder().encode(token) : Uint8Array.from(bytes as number[]);
}

const byteNames = Array.from(
	{ length: 256 },
	(_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
);
