/**
 * SentencePiece's normalizer: a double-array trie from UTF-8 texts to normalized ones (the Darts
 * library's format), as the crate spm_precompiled reads it.
 */
const utf8 = new TextEncoder();
/** UTF-8 bytes from which on a grapheme is normalized by its characters. */
const longGrapheme = 6;

/** `charsmap`, base64: bytes of the trie (u32), the trie (u32 each), texts that end at 0. */
export function createPrecompiled(charsmap: string): (text: string) => string {
	const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
	const bytes = Uint8Array.from(atob(charsmap), (character) => character.charCodeAt(0));
	const view = new DataView(bytes.buffer);
	const trieBytes = view.getUint32(0, true);
	const units = Uint32Array.from({ length: trieBytes / 4 }, (_, i) =>
		view.getUint32(4 + 4 * i, true),
	);
	const texts = bytes.subarray(4 + trieBytes);

	/** The text for the shortest start of `part` that the trie has. */
	const transform = (part: string): string | undefined => {
		let at = offset(units[0]);
		for (const byte of utf8.encode(part)) {
			at ^= byte;
			const unit = units[at] ?? 0;
			if ((unit & 0x800000ff) !== byte) return undefined;
			at ^= offset(unit);
			if ((unit & 0x100) === 0) continue;
			const from = units[at] & 0x7fffffff;
			return new TextDecoder().decode(texts.subarray(from, texts.indexOf(0, from)));
		}
		return undefined;
	};
	return (text) =>
		Array.from(graphemes.segment(text), ({ segment }) => {
			const whole = utf8.encode(segment).length < longGrapheme ? transform(segment) : undefined;
			return whole ?? Array.from(segment, (one) => transform(one) ?? one).join('');
		}).join('');
}

const offset = (unit: number): number => (unit >>> 10) << ((unit & 0x200) >>> 6);
