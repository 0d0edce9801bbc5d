/**
 * Parts of a tokenizer for which the library has JavaScript's \d and \s: as splits by the same
 * patterns, whose classes it translates. In Rust ½ and ٣ are digits, and U+FEFF is no space.
 */
import { isObject } from '#core/json.ts';

/** GPT-2's words. */
const words = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
const split = (Regex: string) => ({ type: 'Split', pattern: { Regex }, behavior: 'Isolated' });

export function exactParts(part: unknown): unknown {
	if (!isObject(part)) return part;
	const { type, pretokenizers } = part;
	if (type === 'Sequence' && Array.isArray(pretokenizers))
		return { ...part, pretokenizers: pretokenizers.map(exactParts) };
	if (type === 'Digits') return split(part['individual_digits'] === true ? '\\p{N}' : '\\p{N}+');
	// The space before a text would come before each word.
	const hasWords = part['use_regex'] !== false && part['add_prefix_space'] !== true;
	if (type === 'ByteLevel' && hasWords)
		return { type: 'Sequence', pretokenizers: [split(words), { ...part, use_regex: false }] };
	return part;
}
