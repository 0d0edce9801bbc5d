/** A letter: `B`, `(B)`, `B. Paris`, `Answer: B`, `The answer is B.`, `答案：B`. */
import { finalParts, ownAnswer } from '../finalAnswer.ts';
import { plainMath } from '../plainMath.ts';
import { defineMeasure } from './measure.ts';

/** No part of a word. A Chinese word can touch it. */
const apart = String.raw`(?!\p{Script=Han})[\p{L}\p{N}'’]`;
const letter = String.raw`(?<!${apart})["'“([{]*([A-Z])["'”)\]}]*(?!${apart}|\.\p{L})`;
const because = String.raw`(?:because|since|as|for|which|due|weil|denn|da|car|parce|puisque)\b`;
const be =
	String.raw`(?:(?:(?:would|should|must|has|have)\s+(?:have\s+)?(?:to\s+)?be|` +
	String.raw`is|ist|lautet|est|es|应?该?[是为选]|[:：=】])[\s:：]*)`;
const answer =
	'(?:ans(?:wer)?|solution|response|antwort|lösung|richtig(?=\\s+ist)|réponse|respuesta|答案)';
const option = '(?:option|choice|letter|选项|réponse|antwort|opción)';
/** “The correct answer to the question is”. */
const about = String.raw`(?:\s+(?:here|(?:to|for|of)\s+[\p{L}\s]{1,25}?))?`;
const filler =
	'(?:(?:the|die|la|most|thus|clearly|definitely|likely|correct|' + String.raw`${option})\s){0,3}`;
const right =
	String.raw`(?:(?:the|die|la)\s+)?` +
	'(?:correct[ea]?|right|best|true|answer|richtig|korrekt|bonne|juste)';
const pick =
	String.raw`(?:pick|choose|select|say|go\s+with|only|seems\s+to\s+be|` +
	String.raw`(?:must|ha(?:s|ve)\s+to)\s+be|it\s+is|it['’]s|so|thus|hence|therefore|` +
	'leav(?:es|ing)|wähle|choisis|elijo|(?<!不)选择?)';

/** The forms of a sentence that names the answer, the clearest first. Its last one counts. */
const stated = [
	String.raw`(?:${answer}${about}\s*(?:(?:${option}|correct[ea])\s*)?${be}?|${option}\s*` +
		String.raw`(?:correcta\s*)?${be})\s*${filler}${letter}`,
	String.raw`(?<!(?:and|nor|or|und|noch|oder|et|ni|ou)\s+|[、和与及])${letter}项?\s*` +
		String.raw`(?:(?:is|ist|est|es|是)\s*(?:clearly\s+)?(?:${right}|the\s+only)|` +
		String.raw`(?:fits|works|matches|suits)\s+(?:\p{L}+\s+){0,3}best|satisfies|meets|是?(?:正确|对)|` +
		String.raw`(?<=\sist\s+\S{1,3}\s+)${right})`,
	String.raw`(?<!not\s|n['’]t\s)(?<!${apart})${pick}[\s,:：]*${filler}${letter}`,
].map((source) => new RegExp(source, 'giu'));
/** The start of a final part, and of an answer that goes on with the text of the choice. */
const first = new RegExp(String.raw`^\s*${filler}${letter}`, 'giu');
const leading = new RegExp(
	String.raw`^\s*${letter}(?=\s*(?:[.:：、，]|$|\n)|\s+[-–—(]|,?\s+${because})|` +
		String.raw`^\s*[([]([A-Z])[)\]]|^\s*([A-Z])\)`,
	'giu',
);
const mentioned = new RegExp(String.raw`${option}\s*${letter}|[([]([A-Z])[)\]]`, 'giu');
/** From such a word to the end of its clause stand options that the answer is not. */
const contrast = new RegExp(
	String.raw`(?<!${apart})(?:unlike|than|in contrast to|as opposed to|compared (?:to|with)|` +
		'instead of|except|whereas|while|(?:al)?though|im Gegensatz zu|anders als|statt|während|' +
		String.raw`obwohl|contrairement à|au lieu d|tandis que)(?!${apart}).*|` +
		'(?:不像|不同于|而不是|而非|相比|虽然).*',
	'giu',
);
const denied = new RegExp(
	String.raw`(?<!${apart})(?:not|never|neither|nor|cannot|wrong|incorrect|false|fails?|nicht|` +
		String.raw`kein|falsch|pas|faux)(?!${apart})|n['’]t(?!${apart})|不(?!错|过)|(?<!不)错|并非`,
	'iu',
);
const denial = /\b(?:not|nicht)\s[^.,;:!?\n]*?\s(?:but|sondern)\s|不是[^。，；,.]*?而(?=是)/giu;

/** The clauses that say what the answer is: no denial, no other side of a comparison. */
const affirmed = (text: string): string =>
	text
		.replace(denial, ' ')
		.split(/(?<=[.,;:!?()\n。，；：！？（）])/)
		.map((clause) => clause.replace(contrast, ''))
		.filter((clause) => !denied.test(clause))
		.join('')
		.replace(/[,，]\s*$/, '');

/** The letter of an answer in upper case; null: it has none, or names several. */
export function readChoice(written: string): string | null {
	const parts = finalParts(written).map((part) => readPart(part, first));
	const text = ownAnswer(written);
	const start = isListed.test(text) ? stated[0] : leading;
	return parts.find((found) => found !== null) ?? readPart(text, start);
}
/** The options, each in a line: the first of them is no answer. */
const isListed = /^\s*\(?A[.:)][^\n]*\n+\s*\(?B[.:)]/;

function readPart(written: string, start: RegExp): string | null {
	const bold = /[*_`]{1,2}\(?([A-Za-z])\)?[*_`]{1,2}/g;
	const text = plainMath(written.replace(bold, '($1)')).replaceAll('$', '');
	const affirmation = affirmed(text);
	return readStated(text, start) ?? readStated(affirmation, start) ?? readMentioned(affirmation);
}

function readStated(text: string, start: RegExp): string | null {
	const [statement, ...others] = stated;
	for (const form of [...(start === first ? [start, statement] : [statement]), ...others, start]) {
		const found = lettersIn(text, form).findLast(isNamed);
		if (found) return found.letter.toUpperCase();
	}
	return null;
}

/** The only letter that a text mentions as an option. */
function readMentioned(text: string): string | null {
	const all = lettersIn(text, mentioned);
	const [only, second] = new Set(all.map((found) => found.letter));
	return only !== undefined && second === undefined && all.some(isNamed)
		? only.toUpperCase()
		: null;
}

const lettersIn = (text: string, form: RegExp) =>
	[...text.matchAll(form)].map((found): Named => ({
		letter: found.slice(1).find(Boolean)!,
		isEnclosed: /[)\]}]$/.test(found[0]),
		rest: text.slice(found.index + found[0].length),
	}));

interface Named {
	readonly letter: string;
	readonly isEnclosed: boolean;
	readonly rest: string;
}

const joins = 'or|and|oder|und|ou|et';
const another = new RegExp(
	String.raw`^\s*(?:[,/&、+或和]|${joins})\s*["'([]?[A-Z]["')\]]?` +
		String.raw`(?=\s*(?:[.,;!?)、。/]|$|(?:${joins}|are)\b|都|均))`,
	'i',
);
const followed = new RegExp(`^\\s+(?!${because})\\p{L}`, 'u');
const word = new RegExp(`^\\s+(?!(?:is|was)\\b|${because})\\p{Ll}`, 'u');

/** Whether the letter is no word, such as “a” or “I”, nothing asked, and not one of several. */
function isNamed({ letter: found, isEnclosed, rest }: Named): boolean {
	if (/^\s*(?:[?？]|[:.]?\s*(?:wrong|incorrect|false)\b)/i.test(rest)) return false;
	if (another.test(rest)) return false;
	if (isEnclosed) return true;
	return /[a-z]/.test(found) ? !followed.test(rest) : !/[AI]/.test(found) || !word.test(rest);
}

const alone = /^[\s"'([{*_`$]*[A-Za-z][\s"')\]}*_`$.:,;!。：]*$/;

export const choice = defineMeasure({
	kind: 'choice',
	suits: (answerText) => alone.test(answerText.normalize('NFKC')),
	open: () => ({
		read: readChoice,
		isRight(written, expected) {
			const found = readChoice(written);
			return found !== null && found === readChoice(expected);
		},
	}),
});
