/** An answer beside the right answer, letter by letter. */

/** Letters of both answers that stand in one column. */
export interface AnswerColumn {
	/** Empty: the answer lacks the letters of `right`. */
	readonly answer: string;
	/** Empty: the answer has letters too many. */
	readonly right: string;
	readonly isSame: boolean;
}

/** Pairs of letters whose comparison takes about a millisecond. */
const maxCells = 250_000;

/**
 * Answers of several words are compared word by word first, and letter by letter within words that
 * are alike: scattered equal letters of different words tell nothing. Equal letters in a row are
 * one column. Words of scripts that run from right to left stay whole, and a text in both
 * directions is one column: the browser orders columns without looking into them.
 */
export function alignAnswers(answer: string, right: string): readonly AnswerColumn[] {
	const [a, b] = [wordsIn(answer), wordsIn(right)];
	const both = answer + right;
	if (leftward.test(both))
		return rightward.test(both) ? [{ answer, right, isSame: false }] : joined(align(a, b));
	if (a.length < 2 && b.length < 2) return joined(alignLetters(answer, right));
	return joined(align(a, b).flatMap((pair) => (pair.isSame ? [pair] : compareWords(pair))));
}

/** Letters of Hebrew, Arabic and the scripts between and after them in Unicode. */
const leftward = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const rightward = /(?=\p{L})[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;

/** Letter by letter if the words are alike; the space behind both words is equal. */
function compareWords({ answer, right }: AnswerColumn): AnswerColumn[] {
	const [first, second] = [answer.trimEnd(), right.trimEnd()];
	const space = answer.slice(first.length);
	if (first === '' || second === '' || space !== right.slice(second.length))
		return [{ answer, right, isSame: false }];
	const letters = alignLetters(first, second);
	const same = letters.filter(({ isSame }) => isSame).length;
	return [
		...(2 * same > letters.length ? letters : [{ answer: first, right: second, isSame: false }]),
		...(space === '' ? [] : [{ answer: space, right: space, isSame: true }]),
	];
}

/** Words with the spaces behind them. */
const wordsIn = (text: string): readonly string[] => text.match(/\S+\s*|\s+/g) ?? [];
const alignLetters = (answer: string, right: string): AnswerColumn[] =>
	align(Array.from(answer), Array.from(right));

/** The columns with equal neighbours in one. */
function joined(columns: readonly AnswerColumn[]): readonly AnswerColumn[] {
	const all: AnswerColumn[] = [];
	for (const column of columns) {
		const last = all.at(-1);
		if (last?.isSame && column.isSame) {
			const text = last.answer + column.answer;
			all[all.length - 1] = { answer: text, right: text, isSame: true };
		} else all.push(column);
	}
	return all;
}

/** The alignment of two lists with the fewest changed, missing and extra parts (Levenshtein). */
function align(a: readonly string[], b: readonly string[]): AnswerColumn[] {
	if (a.length === 0 && b.length === 0) return [];
	if (a.length === 0 || b.length === 0 || a.length * b.length > maxCells)
		return [{ answer: a.join(''), right: b.join(''), isSame: false }];
	const changes = countChanges(a, b);
	const columns: AnswerColumn[] = [];
	let [i, j] = [0, 0];
	while (i < a.length || j < b.length) {
		const hasBoth = i < a.length && j < b.length;
		const isSame = hasBoth && a[i] === b[j];
		const rest = changes[i][j];
		const isPair = hasBoth && changes[i + 1][j + 1] + (isSame ? 0 : 1) === rest;
		const takesAnswer = isPair || (i < a.length && changes[i + 1][j] + 1 === rest);
		columns.push({
			answer: takesAnswer ? a[i++] : '',
			right: isPair || !takesAnswer ? b[j++] : '',
			isSame: isPair && isSame,
		});
	}
	return columns;
}

/** [i][j]: the fewest changes between the parts from i on and those from j on. */
function countChanges(a: readonly string[], b: readonly string[]): readonly Uint16Array[] {
	const changes = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
	for (let i = a.length; i >= 0; i--)
		for (let j = b.length; j >= 0; j--) {
			if (i === a.length) changes[i][j] = b.length - j;
			else if (j === b.length) changes[i][j] = a.length - i;
			else
				changes[i][j] = Math.min(
					changes[i + 1][j + 1] + (a[i] === b[j] ? 0 : 1),
					changes[i + 1][j] + 1,
					changes[i][j + 1] + 1,
				);
		}
	return changes;
}

/** A line break would move one answer of a column away from the other. */
export const inOneLine = (text: string): string =>
	text.replace(/\r\n|[\n\v\f\r\x85\u2028\u2029]/g, '↵ ');

/** The columns with their equal letters cut into words, so that a line can break between them. */
export const inWords = (columns: readonly AnswerColumn[]): readonly AnswerColumn[] =>
	columns.flatMap((column) =>
		column.isSame
			? (column.answer.match(/\S*\s+|\S+/g) ?? []).map((word) => ({
					answer: word,
					right: word,
					isSame: true,
				}))
			: [column],
	);

/**
 * The columns with at most `room` equal letters before the first difference, behind an ellipsis: a
 * line that is cut at its end still shows the difference.
 */
export function fromFirstDifference(
	columns: readonly AnswerColumn[],
	room: number,
): readonly AnswerColumn[] {
	const [first, ...rest] = columns;
	if (!first?.isSame || rest.length === 0) return columns;
	const letters = Array.from(first.answer);
	if (letters.length <= room) return columns;
	const text = `…${letters.slice(1 - room).join('')}`;
	return [{ answer: text, right: text, isSame: true }, ...rest];
}

/** The last sentence of a prompt; with the one before it if it is very short, or choices. */
export function lastSentence(prompt: string): string {
	// The letter of a choice ends no sentence.
	const sentences = prompt.trimEnd().split(/(?<=[.!?。！？])(?<!\b[A-Z]\.)\s+/);
	const last = sentences.at(-1) ?? '';
	const isPart = last.length < shortSentence || last.startsWith('A. ');
	return isPart ? sentences.slice(-2).join(' ') : last;
}
const shortSentence = 12;
