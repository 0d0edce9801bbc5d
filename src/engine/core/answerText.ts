/** The words of an answer, phrases in it, and whether two answers are the same. */
import { canonicalJson } from './json.ts';

/** Scripts without spaces between words. Each of their characters counts as a word. */
const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}`;
const letter = String.raw`(?:(?![${unspaced}])[\p{L}\p{M}\p{N}])`;
const wordPattern = new RegExp(String.raw`[${unspaced}]|${letter}+(?:['.]${letter}+)*`, 'gu');

/** The text in NFKC, with straight quotes, in lower case. */
export const plain = (text: string): string =>
	text
		.normalize('NFKC')
		.replace(/[‘’‛′]/g, "'")
		.replace(/[“”„″]/g, '"')
		.toLowerCase();

/** Words in lower case. Hyphens separate words. */
export const words = (text: string): string[] => plain(text).match(wordPattern) ?? [];

/** The text without case, extra spaces, outer quotes, emphasis and a closing mark. */
export const normalised = (text: string): string =>
	plain(text)
		.replace(/[*_`]+/g, '')
		.replace(/\s+/g, ' ')
		.trim()
		.replace(/^["'(]+|["').!?。]+$/gu, '')
		.trim();

/** The end of the text before a phrase of whole words, and the start of the text after it. */
const phraseMayBegin = /^$|[\s"'(*_`:,\p{Script=Han}]$/u;
const phraseMayEnd = /^$|^[\s"')*_`.,:;!?。、\p{Script=Han}]/u;

/**
 * The text before and after the first place of the phrase, in lower case. null: the text does not
 * have it as whole words. An article at the start of the phrase can be missing.
 */
export function splitAtPhrase(
	text: string,
	phrase: string,
): { readonly before: string; readonly after: string } | null {
	const wanted = plain(phrase)
		.trim()
		.replace(/^(?:the|an?)\s+(?=\S)/, '')
		.replace(/[.!?。]+$/, '');
	if (wanted === '') return null;
	const lowered = plain(text);
	for (let at = lowered.indexOf(wanted); at >= 0; at = lowered.indexOf(wanted, at + 1)) {
		const before = lowered.slice(0, at);
		const after = lowered.slice(at + wanted.length);
		if (phraseMayBegin.test(before.slice(-1)) && phraseMayEnd.test(after)) return { before, after };
	}
	return null;
}

/** A program reads JSON: its case counts, the order of its keys does not. */
export const isSameAnswer = (answer: string, right: string): boolean =>
	/^\s*[{[]/.test(right)
		? squeezed(right).length === squeezed(answer).length && hasSameValue(answer, right)
		: normalised(right) === normalised(answer);

/** Whether both are the same JSON, or the same text without spaces. */
export const hasSameValue = (a: string, b: string): boolean => toValue(a) === toValue(b);

const squeezed = (text: string): string => text.replace(/\s+/g, '');
/** Canonical JSON. Other text, such as a template, without its spaces. */
function toValue(text: string): string {
	try {
		return canonicalJson(JSON.parse(text.replace(/^\s*```\w*\n|```\s*$/g, '')));
	} catch {
		return squeezed(text);
	}
}
