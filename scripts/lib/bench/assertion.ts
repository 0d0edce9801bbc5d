/** Parser of assertions about a study's values: `--assert 'mos.worst > uniform.worst + 2%'`. */
import { InputError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';

export type Comparison = '>' | '>=' | '<' | '<=' | '>>' | '<<';

/** Names a value: `uniform.average`, `"temperature 3".add.loss`. */
export interface ValueName {
	readonly group: string;
	readonly measure: string;
	/** Which score of a skill. */
	readonly score: 'exact' | 'loss' | null;
	/** Positions of the name and of its measure in the text, from 0, for errors. */
	readonly at: number;
	readonly measureAt: number;
}
export type Term = { readonly sign: 1 | -1 } & (
	{ readonly number: number } | { readonly value: ValueName }
);
export interface Assertion {
	readonly text: string;
	readonly left: readonly Term[];
	/** `>>` and `<<`: the 95 % intervals of the paired difference lie above or below 0. */
	readonly comparison: Comparison;
	readonly right: readonly Term[];
}

/** An error with the text and a mark under the character. */
export const assertionError = (text: string, at: number, what: string): InputError =>
	new InputError(
		asMessage(`--assert: ${what}, at character ${at + 1}:\n  ${text}\n  ${' '.repeat(at)}^`),
		{ at: at + 1 },
	);

const patterns = {
	/** A hyphen before a letter belongs to the name: skill-it, dynamix-sft. */
	name: /[\p{L}_][\p{L}\p{N}_]*(?:(?:-(?=\p{L})|[:/])[\p{L}\p{N}_]+)*/uy,
	number: /\d+(?:\.\d+)?(?:e[-+]?\d+)?\s*%?/y,
	comparison: />>|<<|>=|<=|>|</y,
	sign: /[+\-−]/y,
} as const;

class Scanner {
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

	/** Reads a name, with or without quotes. */
	name(): string | null {
		const quote = this.text[this.at];
		if (quote !== '"' && quote !== "'") return this.take('name');
		const end = this.text.indexOf(quote, this.#at + 1);
		if (end < 0) throw this.error('this quote is not closed');
		const name = this.text.slice(this.#at + 1, end);
		this.#at = end + 1;
		return name;
	}

	/** Reads a dot that follows without a space. */
	dot(): boolean {
		if (this.text[this.#at] !== '.') return false;
		this.#at++;
		return true;
	}

	#skipSpace(): void {
		while (/\s/.test(this.text[this.#at] ?? '')) this.#at++;
	}
}

/** Throws InputError with the position of the error. */
export function parseAssertion(text: string): Assertion {
	const scanner = new Scanner(text);
	const left = parseSide(scanner);
	const comparison = scanner.take('comparison') as Comparison | null;
	if (comparison === null) throw scanner.error('expected one of > >= < <= >> <<');
	const right = parseSide(scanner);
	if (!scanner.atEnd) throw scanner.error('expected the end');
	if (![...left, ...right].some((term) => 'value' in term))
		throw scanner.error('a value such as uniform.average is missing', 0);
	return { text, left, comparison, right };
}

function parseSide(scanner: Scanner): Term[] {
	const terms = [parseTerm(scanner, scanner.take('sign'))];
	for (;;) {
		const sign = scanner.take('sign');
		if (sign === null) return terms;
		terms.push(parseTerm(scanner, sign));
	}
}

function parseTerm(scanner: Scanner, signText: string | null): Term {
	const sign = signText === null || signText === '+' ? 1 : -1;
	const number = scanner.take('number');
	if (number !== null)
		return {
			sign,
			number: number.endsWith('%') ? Number(number.slice(0, -1)) / 100 : Number(number),
		};
	const at = scanner.at;
	const group = scanner.name();
	if (group === null) throw scanner.error('expected a value such as uniform.average, or a number');
	if (!scanner.dot()) throw scanner.error('expected a dot and a measure, as in uniform.average');
	const measureAt = scanner.at;
	const measure = scanner.name();
	if (measure === null) throw scanner.error('expected a measure, for example average or worst');
	if (!scanner.dot()) return { sign, value: { group, measure, score: null, at, measureAt } };
	const scoreAt = scanner.at;
	const score = scanner.name();
	if (score !== 'exact' && score !== 'loss') throw scanner.error('expected exact or loss', scoreAt);
	return { sign, value: { group, measure, score, at, measureAt } };
}
