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
	/** In quotes or not. A hyphen before a letter is part of the name: skill-it, dynamix-sft. */
	name: /"[^"]*"|'[^']*'|[\p{L}_][\p{L}\p{N}_]*(?:(?:-(?=\p{L})|[:/])[\p{L}\p{N}_]+)*/uy,
	number: /\d+(?:\.\d+)?(?:e[-+]?\d+)?\s*%?/y,
	comparison: />>|<<|>=|<=|>|</y,
	sign: /[+\-−]/y,
	dot: /\./y,
	space: /\s*/y,
} as const;

/** Throws InputError with the position of the error. */
export function parseAssertion(text: string): Assertion {
	let at = 0;
	const error = (what: string, place = at) => assertionError(text, place, what);
	const take = (kind: keyof typeof patterns): string | null => {
		const pattern = patterns[kind];
		pattern.lastIndex = at;
		const found = pattern.exec(text)?.[0];
		at += found?.length ?? 0;
		return found ?? null;
	};
	const next = (kind: keyof typeof patterns): string | null => {
		take('space');
		return take(kind);
	};
	const takeName = (): string | null => next('name')?.replace(/^(["'])(.*)\1$/s, '$2') ?? null;

	function readTerm(signText: string | null): Term {
		const sign = signText === null || signText === '+' ? 1 : -1;
		const number = next('number');
		if (number !== null)
			return { sign, number: parseFloat(number) / (number.endsWith('%') ? 100 : 1) };
		const start = at;
		const group = takeName();
		if (group === null) throw error('expected a value such as uniform.average, or a number');
		if (!take('dot')) throw error('expected a dot and a measure, as in uniform.average');
		take('space');
		const measureAt = at;
		const measure = takeName();
		if (measure === null) throw error('expected a measure, for example average or worst');
		const value = { group, measure, at: start, measureAt };
		if (!take('dot')) return { sign, value: { ...value, score: null } };
		const scoreAt = at;
		const score = takeName();
		if (score !== 'exact' && score !== 'loss') throw error('expected exact or loss', scoreAt);
		return { sign, value: { ...value, score } };
	}
	function readSide(): Term[] {
		const terms = [readTerm(next('sign'))];
		for (let sign = next('sign'); sign !== null; sign = next('sign')) terms.push(readTerm(sign));
		return terms;
	}

	const left = readSide();
	const comparison = next('comparison') as Comparison | null;
	if (comparison === null) throw error('expected one of > >= < <= >> <<');
	const right = readSide();
	if (at < text.length) throw error('expected the end');
	if (![...left, ...right].some((term) => 'value' in term))
		throw error('a value such as uniform.average is missing', 0);
	return { text, left, comparison, right };
}
