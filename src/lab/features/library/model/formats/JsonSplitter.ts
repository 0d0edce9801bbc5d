/**
 * Finds the entries of a JSON list in a stream of bytes, by brackets and strings alone. The list is
 * the file, or the one property of an object that is a list of objects (`{"data": [{…}]}`). An
 * object with messages or tools is a row itself, not a list of rows.
 * JSON.parse reads each entry later: a broken entry affects no other, and numbers keep their text.
 * A streaming parser (@streamparser/json) stops at the first fault and makes 1e400 Infinity.
 */
import type { InputError } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
import { lineError, rowTooLong } from './format.ts';
import { RowBytes, type TextLine } from './lines.ts';

const [newline, quote, comma, backslash] = [10, 34, 44, 92];
const [openList, closeList, openObject, closeObject] = [91, 93, 123, 125];
const isSpace = (byte: number) => byte === 32 || byte === newline || byte === 13 || byte === 9;

export class JsonSplitter {
	#line = 1;
	/** Spaces at the start of the line so far; −1 after another byte. */
	#indent = 0;
	#inString = false;
	#escaped = false;
	#hasBegun = false;
	/** The closing brackets that are expected, the outermost first. */
	#open: number[] = [];
	#hasList = false;
	/** The number of brackets around an entry: with a wrapper 2. Infinity: outside the list. */
	#depth = Infinity;
	/** After a `[` in the wrapper, which opens the list if `{` follows. */
	#mayBeList = false;
	/** The last name or text of the wrapper, with its closing quote. */
	#name = '';
	/** Another object follows one without a list, on the next line: the file has JSON lines. */
	hasLines = false;
	/** The line where the first value begins. */
	#firstLine = 1;
	/** The first value ends on a later line. */
	#isPretty = false;

	readonly #row = new RowBytes();
	/** The line and the indent at which the open entry begins; null: no entry is open. */
	#entry: { readonly line: number; readonly indent: number } | null = null;
	/** Brackets do not match, or a string has a line break: the entry may have no end. */
	#broken = false;
	#found: TextLine[] = [];

	constructor(readonly fileName: string) {}

	/** Returns the entries that end in this chunk, with the lines where they begin. */
	push(chunk: Uint8Array<ArrayBuffer>): readonly TextLine[] {
		this.#found = [];
		let start = 0;
		for (let i = 0; i < chunk.length; i++) {
			const byte = chunk[i];
			const end = this.#entry && this.#endBefore(byte);
			if (end) {
				this.#row.keep(chunk.subarray(start, i));
				this.#endEntry(end.error);
			}
			if (this.#inString) this.#scanString(byte);
			else if (!isSpace(byte)) {
				if (this.#mayBeList) this.#decideList(byte);
				if (!this.#entry && this.#isInList && byte !== closeList && byte !== comma) {
					this.#entry = { line: this.#line, indent: this.#indent };
					start = i;
				}
				if (!end || byte !== comma) this.#scan(byte);
			}
			if (byte === newline) {
				this.#line++;
				this.#indent = 0;
			} else if (this.#indent >= 0) this.#indent = isSpace(byte) ? this.#indent + 1 : -1;
		}
		// A copy, so that a short remainder does not keep the whole chunk in memory.
		if (this.#entry) this.#row.keep(chunk.slice(start));
		return this.#found;
	}

	/** Returns the last entries. Throws InputError if there was no list. */
	end(): readonly TextLine[] {
		this.#found = [];
		if (!this.#hasList)
			throw this.#error(
				say(
					'no list of rows. Save the rows as one list, [{ … }, { … }], as an object with one such list, {"data": [{ … }]}, or as JSON lines.',
				),
			);
		const isWhole = this.#open.length === this.#depth && !this.#inString;
		if (this.#entry)
			this.#endEntry(isWhole ? null : say('The file ends inside this entry: it may be cut off.'));
		if (this.#isInList)
			this.#complain(say('The file ends before its list is closed: it may be cut off.'));
		return this.#found;
	}

	get #isInList(): boolean {
		return this.#open.length >= this.#depth;
	}

	/** Whether the entry ends before this byte. After a broken one, `{` at its indent is the next. */
	#endBefore(byte: number): { readonly error: Message | null } | null {
		const { line, indent } = this.#entry!;
		const isAligned = indent >= 0 && this.#indent === indent && this.#line > line;
		if (this.#broken && byte === openObject && isAligned)
			return { error: say('A quote or a bracket in this entry is not closed.') };
		const isOutside = !this.#inString && this.#open.length === this.#depth;
		return isOutside && (byte === comma || byte === closeList) ? { error: null } : null;
	}

	#scanString(byte: number): void {
		if (this.#entry) this.#broken ||= byte === newline;
		else if (this.#open.length === 1) this.#name += String.fromCharCode(byte);
		if (this.#escaped) this.#escaped = false;
		else if (byte === backslash) this.#escaped = true;
		else if (byte === quote) this.#inString = false;
	}

	/** Reads a byte that is in no string, and no space. */
	#scan(byte: number): void {
		if (this.#open.length === 0) this.#scanOutside(byte);
		else if (byte === quote) [this.#inString, this.#name] = [true, ''];
		else if (byte === openObject) this.#open.push(closeObject);
		else if (byte === openList) {
			this.#mayBeList = !this.#entry && this.#open.length === 1;
			this.#open.push(closeList);
		} else if (byte === closeObject || byte === closeList) {
			const isDeep = this.#open.length > this.#depth;
			if (!this.#entry && this.#isInList) this.#depth = Infinity;
			if (!this.#entry || (isDeep && this.#open.at(-1) === byte)) this.#open.pop();
			else this.#broken ||= isDeep;
			if (this.#open.length === 0) this.#isPretty ||= this.#line > this.#firstLine;
		} else if (byte === comma && this.#isInList && !this.#entry)
			this.#complain(say('There is a comma too many.'));
	}

	#scanOutside(byte: number): void {
		const isFirst = !this.#hasBegun;
		this.#hasBegun = true;
		if (isFirst) this.#firstLine = this.#line;
		if (isFirst && byte === openObject) this.#open = [closeObject];
		else if (isFirst && byte === openList) {
			this.#open = [closeList];
			this.#beginList();
		} else if (isFirst)
			throw this.#error(
				say(
					'no list of rows. Save the rows as one list, [{ … }, { … }], as an object with one such list, {"data": [{ … }]}, or as JSON lines.',
				),
			);
		else {
			this.hasLines ||= byte === openObject && !this.#hasList && !this.#isPretty;
			if (!this.hasLines)
				throw this.#error(
					say(
						'there is more after the end of the JSON value. Put the rows into one list, [{ … }, { … }], or each on a separate line.',
					),
				);
		}
	}

	#decideList(byte: number): void {
		this.#mayBeList = false;
		if (byte === openObject && !/^(messages|tools)"$/.test(this.#name)) this.#beginList();
	}

	#beginList(): void {
		if (this.#hasList)
			throw this.#error(
				say('a second list of rows begins. Save the list that you want in a separate file.'),
			);
		this.#hasList = true;
		this.#depth = this.#open.length;
	}

	#endEntry(error: Message | null): void {
		const row = this.#row.take();
		// A row that is too long says so, whatever its brackets say.
		const why = row.error === rowTooLong ? row.error : (error ?? row.error);
		this.#found.push({ line: this.#entry!.line, text: row.text, error: why });
		this.#entry = null;
		[this.#inString, this.#escaped, this.#broken] = [false, false, false];
		this.#open.length = this.#depth;
	}

	#complain(error: Message): void {
		this.#found.push({ line: this.#line, text: '', error });
	}

	#error(what: Message): InputError {
		return lineError(this.fileName, this.#line, what);
	}
}
