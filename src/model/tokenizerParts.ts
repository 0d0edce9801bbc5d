/** Parts of a tokenizer in which the library differs from the Python package (in Rust). */
import { BPE, ByteFallbackDecoder, SequenceDecoder, type Tokenizer } from '@huggingface/tokenizers';
import { isObject } from '#core/json.ts';

/** GPT-2's pattern of words. */
const words = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
const split = (Regex: string) => ({ type: 'Split', pattern: { Regex }, behavior: 'Isolated' });

/**
 * The library has JavaScript's \d and \s in some parts. These become splits by the same patterns,
 * whose classes it translates. In Rust ½ and ٣ are digits, and U+FEFF is no space.
 */
export function exactParts(part: unknown): unknown {
	if (!isObject(part)) return part;
	const { type, pretokenizers } = part;
	if (type === 'Sequence' && Array.isArray(pretokenizers))
		return { ...part, pretokenizers: pretokenizers.map(exactParts) };
	if (type === 'Digits') return split(part['individual_digits'] === true ? '\\p{N}' : '\\p{N}+');
	// After a split, add_prefix_space would add a space before each word, not once before the text.
	const hasWords = part['use_regex'] !== false && part['add_prefix_space'] !== true;
	if (type === 'ByteLevel' && hasWords)
		return { type: 'Sequence', pretokenizers: [split(words), { ...part, use_regex: false }] };
	return part;
}

/** Characters without a token, and bytes as tokens, as in Rust's BPE and ByteFallback. */
export function useExactBytes({ model, decoder }: Tokenizer): void {
	if (model instanceof BPE && !model.end_of_word_suffix && !model.continuing_subword_suffix) {
		const isFused = model.fuse_unk;
		model.fuse_unk = false;
		model.encode = (words) => words.flatMap((word) => encodeWord(model, word, isFused));
	}
	const decoders = decoder instanceof SequenceDecoder ? decoder.decoders : [decoder];
	for (const part of decoders)
		if (part instanceof ByteFallbackDecoder) part.text_decoder = new ByteText();
}

/**
 * A character without a token becomes its bytes if all of them have tokens. Otherwise it is left
 * out before the merges, or it is the unknown token, which comes after bytes that follow it.
 */
function encodeWord(model: BPE, word: string, isFused: boolean): string[] {
	const hasToken = (text: string) => model.tokens_to_ids.has(text);
	if (model.ignore_merges && hasToken(word)) return [word];
	const tokens: string[] = [];
	let [run, isUnknown] = ['', false];
	const endRun = () => {
		for (const token of model.bpe(run)) tokens.push(token);
		run = '';
	};
	const endUnknown = () => {
		if (isUnknown) tokens.push(model.unk_token!);
		isUnknown = false;
	};
	for (const character of word) {
		if (hasToken(character)) {
			endUnknown();
			run += character;
			continue;
		}
		const bytes = model.byte_fallback ? byteTokens(character) : [];
		if (bytes.length > 0 && bytes.every(hasToken)) {
			endRun();
			for (const byte of bytes) tokens.push(byte);
		} else if (typeof model.unk_token === 'string') {
			endRun();
			if (!isFused) endUnknown();
			isUnknown = true;
		}
	}
	endRun();
	endUnknown();
	return tokens;
}

const byteTokens = (text: string): string[] =>
	Array.from(
		new TextEncoder().encode(text),
		(byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
	);

/** Keeps U+FEFF. Each byte of an invalid text becomes U+FFFD. */
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
