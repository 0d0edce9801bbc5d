/** An answer beside the right answer, letter by letter. */

/** Letters of both answers that stand in one column. */
export interface AnswerColumn {
	/** Empty: the answer lacks the letters of `right`. */
	readonly answer: string;
	/** Empty: the answer has letters too many. */
	readonly right: string;
	readonly isSame: boolean;
}

/** Letters of both sides whose comparison takes about a millisecond. */
const maxCells = 250_000;

/**
 * The alignment with the fewest changed, missing and extra letters (Levenshtein). Equal letters in a
 * row are one column, each difference is a column of its own. Very long answers that differ in
 * the middle have one column for it.
 */
export function alignAnswers(answer: string, right: string): readonly AnswerColumn[] {
	const [a, b] = [Array.from(answer), Array.from(right)];
	const shorter = Math.min(a.length, b.length);
	let start = 0;
	while (start < shorter && a[start] === b[start]) start++;
	let end = 0;
	while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
	const middle = [a.slice(start, a.length - end), b.slice(start, b.length - end)] as const;
	return [
		...same(a.slice(0, start)),
		...alignMiddle(...middle),
		...same(a.slice(a.length - end, a.length)),
	];
}

const same = (letters: readonly string[]): AnswerColumn[] => {
	const text = letters.join('');
	return text === '' ? [] : [{ answer: text, right: text, isSame: true }];
};

function alignMiddle(a: readonly string[], b: readonly string[]): AnswerColumn[] {
	if (a.length === 0 && b.length === 0) return [];
	if (a.length === 0 || b.length === 0 || a.length * b.length > maxCells)
		return [{ answer: a.join(''), right: b.join(''), isSame: false }];
	const changes = countChanges(a, b);
	const columns: AnswerColumn[] = [];
	let [i, j] = [0, 0];
	while (i < a.length || j < b.length) {
		const isSame = i < a.length && j < b.length && a[i] === b[j];
		const rest = changes[i][j];
		const both = i < a.length && j < b.length && changes[i + 1][j + 1] + (isSame ? 0 : 1) === rest;
		const takesAnswer = both || (i < a.length && changes[i + 1][j] + 1 === rest);
		const takesRight = both || !takesAnswer;
		const column = {
			answer: takesAnswer ? a[i++] : '',
			right: takesRight ? b[j++] : '',
			isSame: both && isSame,
		};
		const last = columns.at(-1);
		if (column.isSame && last?.isSame)
			columns[columns.length - 1] = { ...join(last, column), isSame: true };
		else columns.push(column);
	}
	return columns;
}

const join = (first: AnswerColumn, second: AnswerColumn) => ({
	answer: first.answer + second.answer,
	right: first.right + second.right,
});

/** [i][j]: the fewest changes between the letters from i on and those from j on. */
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

/** The last sentence of a prompt; with the one before it if it is very short. */
export function lastSentence(prompt: string): string {
	const sentences = prompt.trimEnd().split(/(?<=[.!?。！？])\s+/);
	const last = sentences.at(-1) ?? '';
	return last.length < shortSentence ? sentences.slice(-2).join(' ') : last;
}
const shortSentence = 12;
