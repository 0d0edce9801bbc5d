/** Patterns of a tokenizer.json, which are written for Rust, as patterns of JavaScript. */
import { SplitPreTokenizer } from '@huggingface/tokenizers';
import { sentence } from '#engine/core/message.ts';
import { quote } from '#engine/core/text.ts';
import { unusable } from '../tokenizerChecks.ts';

/** A part of a tokenizer.json: a normalizer or a pre-tokenizer. */
export type Part = Readonly<Record<string, unknown>>;

/** `{ "Regex": "…" }` or `{ "String": "…" }`; the library translates the classes of a Regex. */
export function readPattern(pattern: unknown): RegExp {
	const config = { type: 'Split', pattern, behavior: 'Isolated', invert: true };
	const { pattern: found } = new SplitPreTokenizer(
		config as ConstructorParameters<typeof SplitPreTokenizer>[0],
	);
	if (!found) throw unusable(sentence`${quote(pattern)} is no pattern`);
	return found;
}

/** The entry for the part's type. Throws InputError for a type that is not listed. */
export function findPart<T>(list: Readonly<Record<string, T>>, { type }: Part): T {
	if (typeof type === 'string' && Object.hasOwn(list, type)) return list[type];
	throw unusable(sentence`the part ${quote(type)} is not supported`);
}

/** The end of the blanks from `at` on, or their start before `at`. No pattern: they are slow. */
export function endOfBlanks(text: string, at: number): number {
	let end = at;
	while (end < text.length && isBlank(text[end])) end++;
	return end;
}
export function startOfBlanks(text: string, at: number): number {
	let start = at;
	while (start > 0 && isBlank(text[start - 1])) start--;
	return start;
}
const isBlank = (character: string): boolean => /\p{White_Space}/u.test(character);

/** Characters of words in Rust: its \w. */
const wordCharacters = String.raw`\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\u200c\u200d`;

export const patterns = {
	blanks: /\p{White_Space}+/gu,
	startsWithWord: new RegExp(`^[${wordCharacters}]`, 'u'),
	endsWithWord: new RegExp(`[${wordCharacters}]$`, 'u'),
	words: new RegExp(String.raw`[${wordCharacters}]+|[^${wordCharacters}\p{White_Space}]+`, 'gu'),
	punctuation: /[\p{P}!-/:-@[-`{-~]/gu,
	digit: /\p{N}/gu,
};
