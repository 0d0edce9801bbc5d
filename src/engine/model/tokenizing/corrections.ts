/** Models and decoders in which the library differs from the Python package (in Rust). */
import {
	BPE,
	ByteFallbackDecoder,
	MetaspaceDecoder,
	SequenceDecoder,
	Unigram,
	type Tokenizer,
} from '@huggingface/tokenizers';

/** `vocab`: of the model, without added tokens, which the library lets the model find too. */
export function correct({ model, decoder }: Tokenizer, vocab: object): void {
	if (model instanceof Unigram) {
		model.fuse_unk = false;
		model.encode = (words) => words.flatMap((word) => encodePieces(model, word));
	} else
		for (const token of model!.tokens_to_ids.keys())
			if (!Object.hasOwn(vocab, token)) model!.tokens_to_ids.delete(token);
	if (model instanceof BPE && !model.end_of_word_suffix && !model.continuing_subword_suffix) {
		const isFused = model.fuse_unk;
		model.fuse_unk = false;
		model.encode = (words) => words.flatMap((word) => encodeWord(model, word, isFused));
	}
	const decoders = decoder instanceof SequenceDecoder ? decoder.decoders : [decoder];
	for (const part of decoders)
		if (part instanceof ByteFallbackDecoder) part.text_decoder = new ByteText();
		else if (part instanceof MetaspaceDecoder) part.decode_chain = (all) => withBlanks(part, all);
	// The library writes a blank for each suffix; in Rust only BPEDecoder does, by its own setting.
	if (decoder) decoder.end_of_word_suffix = null;
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

/** Unknown characters side by side are one unknown token, or bytes if all of these have tokens. */
function encodePieces(model: Unigram, word: string): string[] {
	const hasToken = (text: string) => model.tokens_to_ids.has(text);
	const texts: string[] = [];
	let wasKnown = true;
	for (const piece of model.tokenize(word)) {
		const isKnown = hasToken(piece);
		if (isKnown || wasKnown) texts.push(piece);
		else texts.push(`${texts.pop()}${piece}`);
		wasKnown = isKnown;
	}
	const { byte_fallback: hasBytes } = model.config as { readonly byte_fallback?: boolean };
	return texts.flatMap((text) => {
		if (hasToken(text)) return text;
		const bytes = hasBytes ? byteTokens(text) : [];
		return bytes.length > 0 && bytes.every(hasToken) ? bytes : model.unk_token!;
	});
}

/** Blanks at the start belong to the text only if the pre-tokenizer adds none there. */
function withBlanks({ config, replacement }: MetaspaceDecoder, tokens: readonly string[]) {
	const { prepend_scheme: scheme } = config as { readonly prepend_scheme?: string };
	return tokens.map((token, i) =>
		token.replaceAll(replacement, i === 0 && scheme !== 'never' ? '' : ' '),
	);
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
