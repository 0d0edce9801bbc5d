/** What a whole file says about its columns, so that all rows are read in one way. */
import type { FileRow } from '../formats/format.ts';
import { tallyAnswers } from './choices.ts';
import {
	isRow,
	plainText,
	readings,
	toRow,
	withLists,
	type Reading,
	type Row,
	type RowShape,
} from './shape.ts';

/** A decision that the import says: how `column` is read. */
export interface Decision {
	readonly kind: Reading | 'marks';
	readonly column: string;
}

/** Columns that mark good and bad answers, as TRL's and LLaMA-Factory's KTO trainers read them. */
const markColumns = ['label', 'kto_tag'];

/** Six letters of a script without spaces count as words. */
const unspaced = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Khmer}]{6}/u;
const fileName = /^[^\n]{1,200}\.[a-z]\w{1,4}$/i;
function hasWords(text: string): boolean {
	if (fileName.test(text)) return false;
	const words = text.split(/\s+/).filter((word) => /\p{L}{2}/u.test(word));
	return words.length > 1 || unspaced.test(text);
}

/** Of a table; its classes, and the characters of one; a text's beginning; cells with words. */
const limits = { columns: 500, classes: 100, class: 60, characters: 1000, worded: 1000 };

interface Cells {
	/** Those with a text; and of the first of them, those with several words. */
	filled: number;
	worded: number;
	/** What they say, in small letters; null: too much, or too many. */
	distinct: Set<string> | null;
}

export class FileFacts {
	/** By column of an answer: the number of rows that each reading fits. */
	readonly #fits = new Map<string, Record<Reading, number>>();
	readonly #cells = new Map<string, Cells>();

	/** Adds a row of the file. One that cannot be read says nothing. */
	add(read: FileRow): void {
		if (!('value' in read) || !isRow(read.value)) return;
		const row = withLists(toRow(read.value));
		tallyAnswers(row, this.#fits);
		for (const [column, cell] of Object.entries(row)) {
			const text = plainText(cell).slice(0, limits.characters).trim().toLowerCase();
			if (text !== '') this.#addText(column, text);
		}
	}

	#addText(column: string, text: string): void {
		const cells = this.#cells.get(column) ?? { filled: 0, worded: 0, distinct: new Set() };
		if (cells.filled++ === 0 && this.#cells.size === limits.columns) return;
		if (cells.filled <= limits.worded && hasWords(text)) cells.worded++;
		if (text.length > limits.class || cells.distinct?.add(text).size === limits.classes)
			cells.distinct = null;
		this.#cells.set(column, cells);
	}

	/** Whether a column has texts and not ids or names: in a tenth of its cells are several words. */
	hasWords(column: string): boolean {
		const { filled = 0, worded = 0 } = this.#cells.get(column) ?? {};
		return worded > 0 && worded >= Math.min(filled, limits.worded) / 10;
	}

	/** The classes of a column: short texts, each in four rows on average. 0: it has none. */
	classes(column: string): number {
		const { filled = 0, distinct = null } = this.#cells.get(column) ?? {};
		const count = distinct?.size ?? 0;
		return count > 1 && filled >= 4 * count ? count : 0;
	}

	/** How all answers of this column name their choices: as fits the most rows. */
	reading(column: string): Reading {
		const fits = this.#fits.get(column);
		return readings.reduce((best, next) =>
			(fits?.[next] ?? 0) > (fits?.[best] ?? 0) ? next : best,
		);
	}

	/** The column that marks good answers in each row of the file; undefined: labels are classes. */
	marks({ marks: known = [] }: RowShape): string | undefined {
		return markColumns.find((column) => {
			const { distinct = null } = this.#cells.get(column) ?? {};
			return distinct !== null && [...distinct].every((mark) => known.includes(mark));
		});
	}

	/** Whether the row's answer is marked as good; undefined: it has no mark. */
	isGood(row: Row, column: string): boolean | undefined {
		const mark = plainText(row[column]).trim().toLowerCase();
		return mark === '' ? undefined : ['true', '1', '1.0'].includes(mark);
	}

	/** What the import says about a file of this shape. */
	decisions(shape: RowShape): Decision[] {
		const column = this.marks(shape);
		if (shape.id !== 'choices') return column === undefined ? [] : [{ kind: 'marks', column }];
		return [...this.#fits.keys()]
			.filter((key) => this.#fits.get(key)![this.reading(key)] > 0)
			.map((key) => ({ kind: this.reading(key), column: key }));
	}
}
