/** What a whole file says about its columns, so that all rows are read in one way. */
import type { Json } from '#engine/core/json.ts';
import type { FileRow } from '../formats/format.ts';
import { besideKind } from './beside.ts';
import { tallyAnswers } from './choices.ts';
import {
	isRow,
	plainText,
	readings,
	scalarText,
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
const markOf = (value: Json | undefined): string => scalarText(value)?.trim().toLowerCase() ?? '{}';

/** Six letters of a script without spaces count as words. */
const unspaced = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Khmer}]{6}/u;
const fileName = /^[^\n]{1,200}\.[a-z]\w{1,4}$/i;
/** The beginning of a text. */
const readCharacters = 1000;

function hasWords(text: string): boolean {
	if (fileName.test(text)) return false;
	const words = text.split(/\s+/).filter((word) => /\p{L}{2}/u.test(word));
	return words.length > 1 || unspaced.test(text);
}

/** More columns, more classes and longer texts are no table with classes. */
const limits = { columns: 500, classes: 100, characters: 60 };

export class FileFacts {
	/** By column of an answer: the number of rows that each reading fits. */
	readonly #fits = new Map<string, Record<Reading, number>>();
	/** By column: its marks in small letters, at most ten. */
	readonly #marks = new Map<string, Set<string>>();
	/** By column that may stand beside a shape: its cells with a text, and with words. */
	readonly #texts = new Map<string, { filled: number; worded: number }>();
	/** By column: its cells with a text, and what they say; null: too long or too many. */
	readonly #values = new Map<string, { filled: number; distinct: Set<string> | null }>();

	/** Adds a row of the file. One that cannot be read says nothing. */
	add(read: FileRow): void {
		if (!('value' in read) || !isRow(read.value)) return;
		const row = withLists(toRow(read.value));
		tallyAnswers(row, this.#fits);
		for (const [column, cell] of Object.entries(row)) {
			if (markColumns.includes(column)) {
				const marks = this.#marks.get(column) ?? new Set();
				if (marks.size < 10) this.#marks.set(column, marks.add(markOf(cell)));
			}
			if (besideKind(column)) this.#addText(column, cell);
			this.#addValue(column, scalarText(cell) ?? '');
		}
	}

	#addValue(column: string, text: string): void {
		if (text === '' || this.#values.size > limits.columns) return;
		const values = this.#values.get(column) ?? { filled: 0, distinct: new Set() };
		values.filled++;
		if (text.length > limits.characters || values.distinct?.add(text).size === limits.classes + 1)
			values.distinct = null;
		this.#values.set(column, values);
	}

	#addText(column: string, cell: Json): void {
		const text = plainText(cell).slice(0, readCharacters).trim();
		if (text === '') return;
		const seen = this.#texts.get(column) ?? { filled: 0, worded: 0 };
		const worded = seen.worded + (hasWords(text) ? 1 : 0);
		this.#texts.set(column, { filled: seen.filled + 1, worded });
	}

	/** Whether a column has texts and not ids or names: in a tenth of its cells are several words. */
	hasWords(column: string): boolean {
		const { filled, worded } = this.#texts.get(column) ?? { filled: 0, worded: 0 };
		return worded > 0 && worded >= filled / 10;
	}

	/** Whether a column has classes: short texts, each of them in four rows on average. */
	hasClasses(column: string): boolean {
		const { filled = 0, distinct = null } = this.#values.get(column) ?? {};
		return distinct !== null && distinct.size > 1 && filled >= 4 * distinct.size;
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
			const found = [...(this.#marks.get(column) ?? [])].filter((mark) => mark !== '');
			return found.length > 0 && found.every((mark) => known.includes(mark));
		});
	}

	/** Whether the row's answer is marked as good; undefined: it has no mark. */
	isGood(row: Row, column: string): boolean | undefined {
		const mark = markOf(row[column]);
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
