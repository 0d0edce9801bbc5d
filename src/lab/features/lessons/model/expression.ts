/**
 * The small language of lessons and of `bench --assert`: `exact('fact') < 0.5 and step >= 100`. A
 * parser makes functions of its own: the page's security policy forbids code made from text.
 */
import { InputError } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
import { quote } from '#engine/core/text.ts';
import { measureTable, type Measure, type Measures, type Unit, type Value } from './measures.ts';

type Type = 'number' | 'text' | 'condition';
interface Typed {
	readonly type: Type;
	readonly unit: Unit;
	/** Null: a measure is not known yet. */
	readonly evaluate: (measures: Measures, keptValues: Kept) => Value;
	/** The measure, if the expression is nothing else. */
	readonly measure?: MeasureUse;
	/** The two sides, if the expression is one comparison. */
	readonly sides?: { readonly sign: string; readonly left: Typed; readonly right: Typed };
}
export interface MeasureUse {
	readonly name: string;
	readonly values: readonly (string | number)[];
}
/** A checked expression with its source. */
export interface Expression extends Typed {
	readonly source: string;
	/** Ids of skills that it names. */
	readonly skills: readonly string[];
	/** The measures in it, in order. */
	readonly uses: readonly MeasureUse[];
}
export interface PlacedExpression extends Expression {
	/** Line of the file, from 1. */
	readonly line: number;
}
/** Values that earlier steps of the lesson kept. */
export type Kept = Readonly<Record<string, number>>;

/** Names that earlier steps keep, with their units. */
export type KeptUnits = Readonly<Record<string, Unit>>;

/** What an expression may compare. */
interface Language {
	readonly measures: Readonly<Record<string, Measure>>;
	readonly comparisons: readonly string[];
}
export const comparisons = ['<', '<=', '>', '>=', '==', '!='];
const ofLessons: Language = { measures: measureTable, comparisons };

const tokenPattern =
	/\s*(?:(\d+(?:\.\d+)?%?)|'([^']*)'|([A-Za-z]\w*)|(<=|>=|<<|>>|==|!=|[-+*/<>(),])|$)/uy;
/** The groups of the pattern. */
const kinds = ['number', 'text', 'word', 'symbol'] as const;
interface Token {
	readonly kind: (typeof kinds)[number] | 'end';
	readonly text: string;
}

/** Throws InputError with the fault and the correction. */
export function parseExpression(
	source: string,
	keptUnits: KeptUnits,
	language: Language = ofLessons,
): Expression {
	const skills = new Set<string>();
	const uses: MeasureUse[] = [];
	const tokens = tokenize(source);
	let at = 0;
	const fail = (message: Message) => {
		throw new InputError(say('{source}: {message}', { source: quote(source), message }));
	};
	const accept = (...texts: readonly string[]): string | null => {
		const { kind, text } = tokens[at];
		if (kind === 'text' || kind === 'number' || !texts.includes(text)) return null;
		at++;
		return text;
	};
	const demand = (text: string, typed: Typed, type: Type): void => {
		if (typed.type !== type)
			fail(
				say('"{value}" needs a {needed} on both sides, not a {given}.', {
					value: text,
					needed: type,
					given: typed.type,
				}),
			);
	};

	const binary = (operator: string, left: Typed, right: Typed, type: Type): Typed => ({
		type,
		unit: type === 'number' ? combineUnits(operator, left.unit, right.unit) : 'plain',
		evaluate: (...known) => compute(operator, left.evaluate(...known), right.evaluate(...known)),
	});
	function unary(
		operator: string,
		operand: Typed,
		type: Type,
		apply: (value: Value) => Value,
	): Typed {
		demand(operator, operand, type);
		const evaluate: Typed['evaluate'] = (...known) => {
			const value = operand.evaluate(...known);
			return value === null ? null : apply(value);
		};
		return { type, unit: operand.unit, evaluate };
	}
	/** A chain of operators of one precedence, evaluated from left to right. */
	function chain(operators: readonly string[], parseOperand: () => Typed, type: Type): Typed {
		let left = parseOperand();
		for (let found = accept(...operators); found; found = accept(...operators)) {
			demand(found, left, type);
			const right = parseOperand();
			demand(found, right, type);
			left = binary(found, left, right, type);
		}
		return left;
	}
	const disjunction = (): Typed => chain(['or'], conjunction, 'condition');
	const conjunction = (): Typed => chain(['and'], negation, 'condition');
	const negation = (): Typed =>
		accept('not') ? unary('not', negation(), 'condition', (value) => !value) : comparison();
	function comparison(): Typed {
		const left = sum();
		const sign = accept(...language.comparisons);
		if (!sign) return left;
		const right = sum();
		const { type } = left;
		if (type !== right.type || type === 'condition')
			fail(
				say('"{sign}" compares two numbers or two texts, not a {left} and a {right}.', {
					sign,
					left: type,
					right: right.type,
				}),
			);
		if (type === 'text' && sign !== '==' && sign !== '!=')
			fail(say('texts have no order. Use == or !=.'));
		return { ...binary(sign, left, right, 'condition'), sides: { sign, left, right } };
	}
	const sum = (): Typed => chain(['+', '-'], product, 'number');
	const product = (): Typed => chain(['*', '/'], signed, 'number');
	const signed = (): Typed =>
		accept('-') ? unary('-', signed(), 'number', (value) => -(value as number)) : primary();
	function primary(): Typed {
		const { kind, text } = tokens[at++];
		if (kind === 'number') return { type: 'number', unit: 'plain', evaluate: () => toNumber(text) };
		if (kind === 'text') return { type: 'text', unit: 'plain', evaluate: () => text };
		if (kind === 'symbol' && text === '(') return closed(disjunction());
		if (kind === 'word' && text === 'abs' && accept('('))
			return unary('abs', closed(sum()), 'number', (value) => Math.abs(value as number));
		if (kind === 'word') return named(text);
		return fail(
			kind === 'end'
				? say('the expression ends too early. Add a value.')
				: say(
						'"{value}" stands where a value must be. Write a number, a text in quotes or a name.',
						{ value: text },
					),
		);
	}
	function closed(inside: Typed): Typed {
		if (!accept(')')) fail(say('a closing parenthesis is missing. Add it.'));
		return inside;
	}
	function named(name: string): Typed {
		if (Object.hasOwn(keptUnits, name)) {
			const evaluate: Typed['evaluate'] = (_, keptValues) =>
				Object.hasOwn(keptValues, name) ? keptValues[name] : null;
			return { type: 'number', unit: keptUnits[name], evaluate };
		}
		if (!Object.hasOwn(language.measures, name))
			fail(
				say('"{name}" is not known. Known are {known}.', {
					name,
					known: [...Object.keys(language.measures), 'abs', ...Object.keys(keptUnits)].join(', '),
				}),
			);
		const { type, unit, needs, may } = language.measures[name];
		const args = accept('(') ? values() : [];
		if (args.length < needs.length || args.length > needs.length + may.length)
			fail(say('write it as {usage}.', { usage: usage(name, language.measures[name]) }));
		args.forEach((value, i) => {
			const expected = [...needs, ...may][i];
			if ((expected === 'step') === (typeof value === 'string'))
				fail(say('write it as {usage}.', { usage: usage(name, language.measures[name]) }));
			if (expected === 'skill') skills.add(String(value));
		});
		const measure = { name, values: args };
		uses.push(measure);
		return { type, unit, evaluate: (measures) => measures(name, args), measure };
	}
	function values(): (string | number)[] {
		const args: (string | number)[] = [];
		do {
			const { kind, text } = tokens[at++];
			if (kind !== 'text' && kind !== 'number')
				fail(say("parentheses hold a skill in quotes or a number, as in exact('capitals')."));
			args.push(kind === 'number' ? toNumber(text) : text);
		} while (accept(','));
		if (!accept(')')) fail(say('a closing parenthesis is missing. Add it.'));
		return args;
	}

	const found = disjunction();
	if (tokens[at].kind !== 'end')
		fail(
			say('"{word}" is one too many. Join conditions with "and" or "or".', {
				word: tokens[at].text,
			}),
		);
	return { ...found, source, skills: [...skills], uses };
}

function tokenize(source: string): readonly Token[] {
	const tokens: Token[] = [];
	tokenPattern.lastIndex = 0;
	while (true) {
		const from = tokenPattern.lastIndex;
		const match = tokenPattern.exec(source);
		if (!match)
			throw new InputError(
				say(
					"{source}: {sign} means nothing here. Use numbers, 'texts', names, + - * / < <= > >= == != and or not, and parentheses.",
					{ source: quote(source), sign: quote(source.slice(from).trim()[0]) },
				),
			);
		const [, ...groups] = match;
		const group = groups.findIndex((found) => found !== undefined);
		if (group < 0) return [...tokens, { kind: 'end', text: '' }];
		tokens.push({ kind: kinds[group], text: groups[group] });
	}
}

const toNumber = (text: string): number => (text.endsWith('%') ? 0.01 : 1) * parseFloat(text);

/** `exact('skill') or exact('skill', step)`. */
function usage(name: string, { needs, may }: Measure): string {
	const call = (kinds: Measure['needs']) => {
		const inside = kinds.map((kind) => (kind === 'step' ? '100' : `'${kind}'`)).join(', ');
		return inside === '' ? name : `${name}(${inside})`;
	};
	return may.length === 0 ? call(needs) : `${call(needs)} or ${call([...needs, ...may])}`;
}

function combineUnits(operator: string, left: Unit, right: Unit): Unit {
	if (operator === '*') return right === 'plain' ? left : 'plain';
	if (operator === '/') return 'plain';
	return left === 'share' && right === 'share' && operator === '-' ? 'points' : left;
}

const operations: Readonly<Record<string, (a: number, b: number) => Value>> = {
	'==': (a, b) => a === b,
	'!=': (a, b) => a !== b,
	'<': (a, b) => a < b,
	'<=': (a, b) => a <= b,
	'>': (a, b) => a > b,
	'>=': (a, b) => a >= b,
	'+': (a, b) => a + b,
	'-': (a, b) => a - b,
	'*': (a, b) => a * b,
	'/': (a, b) => (b === 0 ? null : a / b),
};

/** Null is unknown: `false and null` is false, `true and null` is null. */
function compute(operator: string, left: Value, right: Value): Value {
	if (operator === 'and') return left === false || right === false ? false : left && right;
	if (operator === 'or')
		return left === true || right === true ? true : left === null ? null : right;
	if (left === null || right === null) return null;
	return operations[operator](left as number, right as number);
}
