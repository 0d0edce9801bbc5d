/**
 * Finds the entries of a JSON list in a stream of bytes, by brackets and strings alone. The list is
 * the file, or the one property of an object that is a list of objects (`{"data": [{…}]}`). An
 * object with messages or tools is a row itself, not a list of rows.
 * JSON.parse reads each entry later: a broken entry affects no other, and numbers keep their text.
 * A streaming parser (@streamparser/json) stops at the first fault and makes 1e400 Infinity.
 */
import type { InputError } from '#engine/core/errors.ts';
import { sentence, type Message } from '#engine/core/message.ts';
import { lineError, rowTooLong } from './format.ts';
import { RowBytes, type RowText } from './lines.ts';

/** `line`: where the entry begins, from 1. `error`: a fault in its bytes or its brackets. */
export interface JsonEntry extends RowText {
	readonly line: number;
}

const [newline, quote, comma, backslash] = [10, 34, 44, 92];
const [openList, closeList, openObject, closeObject] = [91, 93, 123, 125];
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
	/** The last name or text of the wrapper. */
	#name = '';
	/** Another object follows one without a list: the file has JSON lines. */
	hasLines = false;

	readonly #row = new RowBytes();
	#entryLine = 0;
	#entryIndent = -1;
	/** Brackets do not match, or a string has a line break: the entry may have no end. */
	#broken = false;
	#found: JsonEntry[] = [];

	constructor(readonly fileName: string) {}

	/** Returns the entries that end in this chunk. */
	push(chunk: Uint8Array<ArrayBuffer>): readonly JsonEntry[] {
		this.#found = [];
		let start = 0;
		for (let i = 0; i < chunk.length; i++) {
			const byte = chunk[i];
			if (this.#state === 'peek' && !isSpace(byte)) this.#afterBracket(byte);
			if (this.#state === 'entry') {
				if (this.#broken && this.#beginsNextEntry(byte)) {
					this.#row.keep(chunk.subarray(start, i));
					this.#endEntry(sentence('library.errors.row.notClosed'));
					this.#beginEntry();
					start = i;
				}
				if (this.#scan(byte)) {
					this.#row.keep(chunk.subarray(start, i));
					this.#endEntry(null);
					if (byte === closeList) this.#endList();
				}
			} else if (this.#state === 'between') {
				if (byte === closeList) this.#endList();
				else if (byte === comma) this.#complain(sentence('library.errors.row.extraComma'));
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
		if (this.#state === 'entry') this.#row.keep(chunk.slice(start));
		return this.#found;
	}

	/** Returns the last entries. Throws InputError if there was no list. */
	end(): readonly JsonEntry[] {
		this.#found = [];
		if (!this.#listFound) throw this.#error(sentence('library.errors.file.notAList'));
		if (this.#state === 'entry') {
			const whole = this.#expected.length === 0 && !this.#inString;
			this.#endEntry(whole ? null : sentence('library.errors.row.cutOff'));
		}
		if (this.#state === 'between') this.#complain(sentence('library.errors.row.listCutOff'));
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
		if (this.#inString) {
			if (this.#expected.length === 1) this.#name += String.fromCharCode(byte);
			return this.#scanString(byte);
		}
		if (isSpace(byte)) return;
		switch (this.#state) {
			case 'start':
				if (byte === openList) this.#beginList();
				else if (byte === openObject) {
					this.#state = 'wrapper';
					this.#wrapped = true;
					this.#expected = [closeObject];
				} else throw this.#error(sentence('library.errors.file.notAList'));
				return;
			case 'wrapper':
				if (byte === quote) [this.#inString, this.#name] = [true, ''];
				else if (byte === openObject) this.#expected.push(closeObject);
				else if (byte === openList && this.#expected.length === 1) this.#state = 'peek';
				else if (byte === openList) this.#expected.push(closeList);
				else if (byte === closeObject || byte === closeList) this.#expected.pop();
				if (this.#expected.length === 0) this.#state = 'done';
				return;
			default:
				this.hasLines ||= byte === openObject && !this.#listFound;
				if (this.hasLines) return;
				throw this.#error(sentence('library.errors.file.moreAfterTheEnd'));
		}
	}

	#afterBracket(byte: number): void {
		if (byte === openObject && !/^(messages|tools)"$/.test(this.#name)) this.#beginList();
		else {
			this.#state = 'wrapper';
			this.#expected.push(closeList);
		}
	}

	#beginList(): void {
		if (this.#listFound) throw this.#error(sentence('library.errors.file.twoLists'));
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

	#endEntry(error: Message | null): void {
		const row = this.#row.take();
		// A row that is too long says so, whatever its brackets say.
		const why = row.error === rowTooLong ? row.error : (error ?? row.error);
		this.#found.push({ line: this.#entryLine, text: row.text, error: why });
		this.#state = 'between';
		this.#inString = false;
	}

	#complain(error: Message): void {
		this.#found.push({ line: this.#line, text: '', error });
	}

	#error(what: Message): InputError {
		return lineError(this.fileName, this.#line, what);
	}
}
