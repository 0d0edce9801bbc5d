/**
 * The small language of lessons: `exact('fact') < 0.5 and step >= 100`. A parser makes a tree, and
 * `evaluate` walks it, because the page's security policy forbids code made from text.
 */
import { InputError } from '#engine/core/errors.ts';
import { sentence, type Message } from '#engine/core/message.ts';
import { quote } from '#engine/core/text.ts';
import { measureTable, type Measures, type Unit, type Value } from './measures.ts';

type Type = 'number' | 'text' | 'condition';
type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';
type Arithmetic = '+' | '-' | '*' | '/';
type Node =
	| { readonly kind: 'literal'; readonly value: number | string }
	| { readonly kind: 'kept'; readonly name: string }
	| {
			readonly kind: 'measure';
			readonly name: string;
			readonly values: readonly (string | number)[];
	  }
	| { readonly kind: 'not' | 'negative' | 'absolute'; readonly inner: Node }
	| {
			readonly kind: 'binary';
			readonly operator: Comparison | Arithmetic | 'and' | 'or';
			readonly left: Node;
			readonly right: Node;
	  };
interface Typed {
	readonly node: Node;
	readonly type: Type;
	readonly unit: Unit;
}
/** A checked expression with its source. */
export interface Expression extends Typed {
	readonly source: string;
	/** Ids of skills that it names. */
	readonly skills: readonly string[];
}
export interface PlacedExpression extends Expression {
	/** Line of the file, from 1. */
	readonly line: number;
}
/** Values that earlier steps of the lesson kept. */
export type Kept = Readonly<Record<string, number>>;

/** Names that earlier steps keep, with their units. */
export type KeptUnits = Readonly<Record<string, Unit>>;

const tokenPattern = /\s*(?:(\d+(?:\.\d+)?)|'([^']*)'|([A-Za-z]\w*)|(<=|>=|==|!=|[-+*/<>(),])|$)/uy;
interface Token {
	readonly kind: 'number' | 'text' | 'word' | 'symbol' | 'end';
	readonly text: string;
}

/** Throws InputError with the fault and the correction. */
export function parseExpression(source: string, keptUnits: KeptUnits): Expression {
	const skills = new Set<string>();
	const tokens = tokenize(source);
	let at = 0;
	const fail = (message: Message) => {
		throw new InputError(sentence('lessons.errors.named', { source: quote(source), message }));
	};
	const accept = (...texts: readonly string[]): string | null => {
		const { kind, text } = tokens[at];
		if (kind === 'text' || kind === 'number' || !texts.includes(text)) return null;
		at++;
		return text;
	};
	const demand = (text: string, typed: Typed, type: Type): void => {
		if (typed.type !== type)
			fail(sentence('lessons.errors.needsOnBothSides', { value: text, type, type2: typed.type }));
	};

	/** A chain of operators of one precedence, evaluated from left to right. */
	function chain(
		operators: readonly (Arithmetic | 'and' | 'or')[],
		parseOperand: () => Typed,
		type: Type,
	): Typed {
		let left = parseOperand();
		for (let found = accept(...operators); found; found = accept(...operators)) {
			const operator = found as Arithmetic;
			demand(operator, left, type);
			const right = parseOperand();
			demand(operator, right, type);
			left = {
				node: { kind: 'binary', operator, left: left.node, right: right.node },
				type,
				unit: combineUnits(operator, left.unit, right.unit),
			};
		}
		return left;
	}
	const disjunction = (): Typed => chain(['or'], conjunction, 'condition');
	const conjunction = (): Typed => chain(['and'], negation, 'condition');
	function negation(): Typed {
		if (!accept('not')) return comparison();
		const operand = negation();
		demand('not', operand, 'condition');
		return { ...operand, node: { kind: 'not', inner: operand.node } };
	}
	function comparison(): Typed {
		const left = sum();
		const operator = accept('<', '<=', '>', '>=', '==', '!=') as Comparison | null;
		if (!operator) return left;
		const right = sum();
		if (left.type !== right.type || left.type === 'condition')
			fail(
				sentence('lessons.errors.comparesTwoNumbersOrTwo', {
					sign: operator,
					type: left.type,
					type2: right.type,
				}),
			);
		if (left.type === 'text' && operator !== '==' && operator !== '!=')
			fail(sentence('lessons.errors.textsHaveNoOrderUse'));
		const node: Node = { kind: 'binary', operator, left: left.node, right: right.node };
		return { node, type: 'condition', unit: 'plain' };
	}
	const sum = (): Typed => chain(['+', '-'], product, 'number');
	const product = (): Typed => chain(['*', '/'], signed, 'number');
	function signed(): Typed {
		if (!accept('-')) return primary();
		const operand = signed();
		demand('-', operand, 'number');
		return { ...operand, node: { kind: 'negative', inner: operand.node } };
	}
	function primary(): Typed {
		const { kind, text } = tokens[at++];
		if (kind === 'number')
			return { node: { kind: 'literal', value: Number(text) }, type: 'number', unit: 'plain' };
		if (kind === 'text')
			return { node: { kind: 'literal', value: text }, type: 'text', unit: 'plain' };
		if (kind === 'symbol' && text === '(') return closed(disjunction());
		if (kind === 'word' && text === 'abs' && accept('(')) {
			const operand = closed(sum());
			demand('abs', operand, 'number');
			return { ...operand, node: { kind: 'absolute', inner: operand.node } };
		}
		if (kind === 'word') return named(text);
		return fail(
			kind === 'end'
				? sentence('lessons.errors.expressionEndsTooEarlyAdd')
				: sentence('lessons.errors.standsWhereValue', { value: text }),
		);
	}
	function closed(inside: Typed): Typed {
		if (!accept(')')) fail(sentence('lessons.errors.closingParenthesisIsMissing'));
		return inside;
	}
	function named(name: string): Typed {
		if (Object.hasOwn(keptUnits, name))
			return { node: { kind: 'kept', name }, type: 'number', unit: keptUnits[name] };
		if (!Object.hasOwn(measureTable, name))
			fail(
				sentence('lessons.errors.isNotKnownKnown', {
					name,
					value: Object.keys(measureTable).join(', '),
				}),
			);
		const { type, unit, needs, may } = measureTable[name];
		const args = accept('(') ? values() : [];
		if (args.length < needs.length || args.length > needs.length + may.length)
			fail(sentence('lessons.errors.write', { name: usage(name) }));
		args.forEach((value, i) => {
			const expected = [...needs, ...may][i];
			if ((expected === 'skill') !== (typeof value === 'string'))
				fail(sentence('lessons.errors.write', { name: usage(name) }));
			if (typeof value === 'string') skills.add(value);
		});
		return { node: { kind: 'measure', name, values: args }, type, unit };
	}
	function values(): (string | number)[] {
		const args: (string | number)[] = [];
		do {
			const { kind, text } = tokens[at++];
			if (kind !== 'text' && kind !== 'number')
				fail(sentence('lessons.errors.insideParenthesesStandsSkill'));
			args.push(kind === 'number' ? Number(text) : text);
		} while (accept(','));
		if (!accept(')')) fail(sentence('lessons.errors.closingParenthesisIsMissing'));
		return args;
	}

	const found = disjunction();
	if (tokens[at].kind !== 'end')
		fail(sentence('lessons.errors.isOneTooManyJoin', { tokens: tokens[at].text }));
	return { ...found, source, skills: [...skills] };
}

function tokenize(source: string): readonly Token[] {
	const tokens: Token[] = [];
	tokenPattern.lastIndex = 0;
	while (true) {
		const from = tokenPattern.lastIndex;
		const match = tokenPattern.exec(source);
		if (!match)
			throw new InputError(
				sentence('lessons.errors.meansNothingHereUseNumbers', {
					source: quote(source),
					source2: quote(source.slice(from).trim()[0]),
				}),
			);
		const [, number, text, word, symbol] = match;
		if (number !== undefined) tokens.push({ kind: 'number', text: number });
		else if (text !== undefined) tokens.push({ kind: 'text', text });
		else if (word !== undefined) tokens.push({ kind: 'word', text: word });
		else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol });
		else return [...tokens, { kind: 'end', text: '' }];
	}
}

/** `exact('skill') or exact('skill', step)`. */
function usage(name: string): string {
	const { needs, may } = measureTable[name];
	const call = (kinds: readonly ('skill' | 'step')[]) => {
		const inside = kinds.map((kind) => (kind === 'skill' ? "'skill'" : '100')).join(', ');
		return inside === '' ? name : `${name}(${inside})`;
	};
	return may.length === 0 ? call(needs) : `${call(needs)} or ${call([...needs, ...may])}`;
}

function combineUnits(operator: string, left: Unit, right: Unit): Unit {
	if (operator === '*') return right === 'plain' ? left : 'plain';
	if (operator === '/') return 'plain';
	return left === 'share' && right === 'share' && operator === '-' ? 'points' : left;
}

/** Null: a measure is not known yet. */
export function evaluate({ node }: Expression, measures: Measures, keptValues: Kept): Value {
	const walk = (at: Node): Value => {
		switch (at.kind) {
			case 'literal':
				return at.value;
			case 'kept':
				return Object.hasOwn(keptValues, at.name) ? keptValues[at.name] : null;
			case 'measure':
				return measures(at.name, at.values);
			case 'not': {
				const value = walk(at.inner);
				return value === null ? null : !value;
			}
			case 'negative':
			case 'absolute': {
				const value = walk(at.inner) as number | null;
				return value === null ? null : at.kind === 'absolute' ? Math.abs(value) : -value;
			}
			case 'binary':
				return compute(at.operator, walk(at.left), walk(at.right));
		}
	};
	return walk(node);
}

/** Null is unknown: `false and null` is false, `true and null` is null. */
function compute(operator: string, left: Value, right: Value): Value {
	if (operator === 'and') return left === false || right === false ? false : left && right;
	if (operator === 'or')
		return left === true || right === true ? true : left === null ? null : right;
	if (left === null || right === null) return null;
	if (operator === '==') return left === right;
	if (operator === '!=') return left !== right;
	const [a, b] = [left as number, right as number];
	const results: Record<string, () => Value> = {
		'<': () => a < b,
		'<=': () => a <= b,
		'>': () => a > b,
		'>=': () => a >= b,
		'+': () => a + b,
		'-': () => a - b,
		'*': () => a * b,
		'/': () => (b === 0 ? null : a / b),
	};
	return results[operator]();
}
