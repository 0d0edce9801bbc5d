/** A letter: `B`, `(B)`, `B. Paris`, `Answer: B`, `The answer is B.`, `答案：B`. */
import { finalAnswer } from '../finalAnswer.ts';
import { boxed } from './boxed.ts';
import { defineMeasure } from './measure.ts';

/** The letter alone, with its brackets and marks. */
const alone = /^[\s"'([{*_`]*([A-Za-z])[\s"')\]}*_`.:,;!。：]*$/;
/** At the start of a text that goes on: `B. Paris`, `(B) Paris`, `B: Paris`, `**B** is right`. */
const leading = new RegExp(
	String.raw`^[\s"'*_\`]*(?:[([{]\s*([A-Za-z])\s*[)\]}]|[*_\`]{1,2}([A-Za-z])[*_\`]{1,2}|` +
		String.raw`([A-Z])\s*[).:：、，])`,
);
/** Named in a sentence. */
const named = new RegExp(
	String.raw`(?:\b(?:answer|option|choice)(?:\s+is|\s+would\s+be)?|答案(?:是|为)?|选项?|选择)` +
		String.raw`\s*[:：]?\s*[(\[*_"']*([A-Z])(?![\p{L}\p{N}'’])`,
	'giu',
);
const bracketed = /\(([A-Z])\)/g;

/** The letter of an answer in upper case; null: it has none. */
export function readChoice(written: string): string | null {
	const text = written.normalize('NFKC').trim();
	const marked = boxed(text) ?? finalAnswer(text);
	const [line] = marked.trim().split('\n');
	const whole = alone.exec(marked) ?? alone.exec(line) ?? leading.exec(marked);
	const letter = whole?.slice(1).find(Boolean) ?? lastOf(named, text) ?? lastOf(bracketed, text);
	return letter?.toUpperCase() ?? null;
}

/** The letter of the last match. A small one in a sentence is a word, such as “a”. */
const lastOf = (form: RegExp, text: string): string | undefined =>
	[...text.matchAll(form)].map(([, letter]) => letter).findLast((letter) => /[A-Z]/.test(letter));

export const choice = defineMeasure({
	kind: 'choice',
	suits: (answer) => alone.test(answer.normalize('NFKC')),
	open: () => ({
		read: readChoice,
		isRight(answer, right) {
			const letter = readChoice(answer);
			return letter !== null && letter === readChoice(right);
		},
	}),
});
