/** `--assert 'mos.worst > uniform.worst + 2%'`: what is said of a study's figures, read into its parts. */
import { InputError } from '#core/errors.ts';

export type Comparison = '>' | '>=' | '<' | '<=' | '>>' | '<<';

/** `uniform.average`, `"temperature 3".add.loss`. */
export interface Figure {
	readonly group: string;
	readonly measure: string;
	/** Of a skill: which of its scores. */
	readonly score: 'exact' | 'loss' | null;
	/** Where it and its measure stand, from 0: for errors. */
	readonly at: number;
	readonly measureAt: number;
}
export type Term = { readonly sign: 1 | -1 } & (
	{ readonly number: number } | { readonly figure: Figure }
);
export interface Assertion {
	readonly text: string;
	readonly left: readonly Term[];
	/** `>>` and `<<`: the 95 % intervals of the paired difference lie on that side of 0. */
	readonly comparison: Comparison;
	readonly right: readonly Term[];
}

/** The text, with a mark under the character. */
export const assertionError = (text: string, at: number, what: string): InputError =>
	new InputError(`--assert: ${what}, at character ${at + 1}:\n  ${text}\n  ${' '.repeat(at)}^`, {
		at: at + 1,
	});

const patterns = {
	/** A hyphen belongs to a name where a letter follows it: skill-it, dynamix-sft. */
	name: /[\p{L}_][\p{L}\p{N}_]*(?:(?:-(?=\p{L})|[:/])[\p{L}\p{N}_]+)*/uy,
	number: /\d+(?:\.\d+)?(?:e[-+]?\d+)?\s*%?/y,
	comparison: />>|<<|>=|<=|>|</y,
	sign: /[+\-−]/y,
} as const;

class Reader {
	#at = 0;

	constructor(readonly text: string) {}

	error(what: string, at = this.#at): InputError {
		return assertionError(this.text, at, what);
	}

	get at(): number {
		this.#skipSpace();
		return this.#at;
	}
	get atEnd(): boolean {
		return this.at >= this.text.length;
	}

	take(kind: keyof typeof patterns): string | null {
		this.#skipSpace();
		const pattern = patterns[kind];
		pattern.lastIndex = this.#at;
		const found = pattern.exec(this.text)?.[0];
		if (found === undefined) return null;
		this.#at += found.length;
		return found.trim();
	}

	/** Bare, or between quotes of either kind. */
	name(): string | null {
		const quote = this.text[this.at];
		if (quote !== '"' && quote !== "'") return this.take('name');
		const end = this.text.indexOf(quote, this.#at + 1);
		if (end < 0) throw this.error('this quote is not closed');
		const name = this.text.slice(this.#at + 1, end);
		this.#at = end + 1;
		return name;
	}

	/** Right behind what was read: no space belongs before it. */
	dot(): boolean {
		if (this.text[this.#at] !== '.') return false;
		this.#at++;
		return true;
	}

	#skipSpace(): void {
		while (/\s/.test(this.text[this.#at] ?? '')) this.#at++;
	}
}

/** Throws InputError that points at the character. */
export function parseAssertion(text: string): Assertion {
	const reader = new Reader(text);
	const left = parseSide(reader);
	const comparison = reader.take('comparison') as Comparison | null;
	if (comparison === null) throw reader.error('one of > >= < <= >> << belongs here');
	const right = parseSide(reader);
	if (!reader.atEnd) throw reader.error('nothing more belongs here');
	if (![...left, ...right].some((term) => 'figure' in term))
		throw reader.error('a figure such as uniform.average is missing', 0);
	return { text, left, comparison, right };
}

function parseSide(reader: Reader): Term[] {
	const terms = [parseTerm(reader, reader.take('sign'))];
	for (;;) {
		const sign = reader.take('sign');
		if (sign === null) return terms;
		terms.push(parseTerm(reader, sign));
	}
}

function parseTerm(reader: Reader, written: string | null): Term {
	const sign = written === null || written === '+' ? 1 : -1;
	const number = reader.take('number');
	if (number !== null)
		return {
			sign,
			number: number.endsWith('%') ? Number(number.slice(0, -1)) / 100 : Number(number),
		};
	const at = reader.at;
	const group = reader.name();
	if (group === null)
		throw reader.error('a figure such as uniform.average, or a number, belongs here');
	if (!reader.dot()) throw reader.error('a dot and a measure belong here, as in uniform.average');
	const measureAt = reader.at;
	const measure = reader.name();
	if (measure === null) throw reader.error('a measure belongs here, for example average or worst');
	if (!reader.dot()) return { sign, figure: { group, measure, score: null, at, measureAt } };
	const scoreAt = reader.at;
	const score = reader.name();
	if (score !== 'exact' && score !== 'loss')
		throw reader.error('exact or loss belongs here', scoreAt);
	return { sign, figure: { group, measure, score, at, measureAt } };
}
