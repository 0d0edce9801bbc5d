/**
 * Finds the entries of a JSON list in a stream of bytes, by brackets and strings alone, with one
 * entry in memory. The list is the whole file, or the one property of an object that is a list of
 * objects (`{"data": [{…}]}`). JSON.parse reads each entry later, so a broken entry affects no
 * other.
 */
import { InputError } from '#core/errors.ts';
import { joinBytes } from './bytes.ts';
import { maxRowBytes } from './format.ts';

export interface JsonEntry {
	/** The line where the entry begins, from 1. */
	readonly line: number;
	/** null: the entry is longer than 16 MiB. */
	readonly bytes: Uint8Array | null;
	/** The error that the brackets show, or null. */
	readonly error: string | null;
}

const newline = 10;
const quote = 34;
const comma = 44;
const backslash = 92;
const openList = 91;
const closeList = 93;
const openObject = 123;
const closeObject = 125;
const isSpace = (byte: number) => byte === 32 || byte === newline || byte === 13 || byte === 9;

/**
 * start: before the list or its wrapper.
 * wrapper: in the object around the list.
 * peek: after a `[` in the wrapper, which opens the list if `{` follows.
 * between: in the list, before an entry.
 * entry: in an entry.
 * done: after the end.
 */
type State = 'start' | 'wrapper' | 'peek' | 'between' | 'entry' | 'done';

export class JsonSplitter {
	readonly #fileName: string;
	#state: State = 'start';
	#line = 1;
	/** Spaces at the start of the line so far; −1 after another byte. */
	#indent = 0;
	#inString = false;
	#escaped = false;
	/** The expected closing brackets, inside the entry or the wrapper. */
	#expected: number[] = [];
	#wrapped = false;
	#listFound = false;

	#pieces: Uint8Array[] = [];
	#length = 0;
	#entryLine = 0;
	#entryIndent = -1;
	/** Brackets do not match, or a string has a line break: the entry may have no end. */
	#broken = false;
	#found: JsonEntry[] = [];

	constructor(fileName: string) {
		this.#fileName = fileName;
	}

	/** Returns the entries that end in this chunk. */
	push(chunk: Uint8Array): readonly JsonEntry[] {
		this.#found = [];
		let start = 0;
		for (let i = 0; i < chunk.length; i++) {
			const byte = chunk[i];
			if (this.#state === 'peek' && !isSpace(byte)) this.#afterBracket(byte);
			if (this.#state === 'entry') {
				if (this.#broken && this.#beginsNextEntry(byte)) {
					this.#keep(chunk.subarray(start, i));
					this.#endEntry('A quote or a bracket in this entry is not closed.');
					this.#beginEntry();
					start = i;
				}
				if (this.#scan(byte)) {
					this.#keep(chunk.subarray(start, i));
					this.#endEntry(null);
					if (byte === closeList) this.#endList();
				}
			} else if (this.#state === 'between') {
				if (byte === closeList) this.#endList();
				else if (byte === comma) this.#complain('There is a comma too many.');
				else if (!isSpace(byte)) {
					this.#beginEntry();
					start = i;
					this.#scan(byte);
				}
			} else this.#outside(byte);

			if (byte === newline) {
				this.#line++;
				this.#indent = 0;
			} else if (this.#indent >= 0) this.#indent = isSpace(byte) ? this.#indent + 1 : -1;
		}
		// A copy, so that a short remainder does not keep the whole chunk in memory.
		if (this.#state === 'entry') this.#keep(chunk.slice(start));
		return this.#found;
	}

	/** Returns the last entries. Throws InputError if there was no list. */
	end(): readonly JsonEntry[] {
		this.#found = [];
		if (!this.#listFound) throw this.#notAList();
		if (this.#state === 'entry') {
			const whole = this.#expected.length === 0 && !this.#inString;
			this.#endEntry(whole ? null : 'The file ends inside this entry: it may be cut off.');
		}
		if (this.#state === 'between')
			this.#complain('The file ends before its list is closed: it may be cut off.');
		return this.#found;
	}

	/** Reads one byte of an entry. Returns true if the entry ended before it. */
	#scan(byte: number): boolean {
		if (this.#inString) {
			if (byte === newline) this.#broken = true;
			this.#scanString(byte);
		} else if (byte === quote) this.#inString = true;
		else if (byte === openObject) this.#expected.push(closeObject);
		else if (byte === openList) this.#expected.push(closeList);
		else if (this.#expected.length === 0) return byte === comma || byte === closeList;
		else if (byte === closeObject || byte === closeList) {
			if (this.#expected.at(-1) === byte) this.#expected.pop();
			else this.#broken = true;
		}
		return false;
	}

	#scanString(byte: number): void {
		if (this.#escaped) this.#escaped = false;
		else if (byte === backslash) this.#escaped = true;
		else if (byte === quote) this.#inString = false;
	}

	/** After a broken entry, a `{` at the same indent on a new line begins the next entry. */
	#beginsNextEntry(byte: number): boolean {
		return (
			byte === openObject &&
			this.#indent >= 0 &&
			this.#indent === this.#entryIndent &&
			this.#line > this.#entryLine
		);
	}

	#outside(byte: number): void {
		if (this.#inString) return this.#scanString(byte);
		if (isSpace(byte)) return;
		switch (this.#state) {
			case 'start':
				if (byte === openList) this.#beginList();
				else if (byte === openObject) {
					this.#state = 'wrapper';
					this.#wrapped = true;
					this.#expected = [closeObject];
				} else throw this.#notAList();
				return;
			case 'wrapper':
				if (byte === quote) this.#inString = true;
				else if (byte === openObject) this.#expected.push(closeObject);
				else if (byte === openList && this.#expected.length === 1) this.#state = 'peek';
				else if (byte === openList) this.#expected.push(closeList);
				else if (byte === closeObject || byte === closeList) this.#expected.pop();
				if (this.#expected.length === 0) this.#state = 'done';
				return;
			default:
				throw this.#moreAfterTheEnd();
		}
	}

	#afterBracket(byte: number): void {
		if (byte === openObject) this.#beginList();
		else {
			this.#state = 'wrapper';
			this.#expected.push(closeList);
		}
	}

	#beginList(): void {
		if (this.#listFound) throw this.#twoLists();
		this.#listFound = true;
		this.#state = 'between';
	}

	#endList(): void {
		this.#state = this.#wrapped ? 'wrapper' : 'done';
		this.#expected = [closeObject];
	}

	#beginEntry(): void {
		this.#state = 'entry';
		this.#entryLine = this.#line;
		this.#entryIndent = this.#indent;
		this.#expected = [];
		this.#inString = false;
		this.#escaped = false;
		this.#broken = false;
	}

	#keep(piece: Uint8Array): void {
		this.#length += piece.length;
		if (this.#length > maxRowBytes) this.#pieces = [];
		else this.#pieces.push(piece);
	}

	#endEntry(error: string | null): void {
		const bytes = this.#length > maxRowBytes ? null : joinBytes(this.#pieces);
		this.#found.push({ line: this.#entryLine, bytes, error });
		this.#pieces = [];
		this.#length = 0;
		this.#state = 'between';
		this.#inString = false;
	}

	#complain(error: string): void {
		this.#found.push({ line: this.#line, bytes: new Uint8Array(), error });
	}

	#error(what: string): InputError {
		return new InputError(`${this.#fileName}, line ${this.#line}: ${what}`, {
			file: this.#fileName,
			line: this.#line,
		});
	}
	#notAList = () =>
		this.#error(
			'no list of rows. Save the rows as one list, [{…}, {…}], ' +
				'as an object with one such list, {"data": [{…}]}, or as JSON lines.',
		);
	#twoLists = () =>
		this.#error('a second list of rows begins. Save the list that you want in a file of its own.');
	#moreAfterTheEnd = () =>
		this.#error(
			'there is more after the end of the JSON value. ' +
				'Put the rows into one list, [{…}, {…}], or each on a line of its own.',
		);
}
