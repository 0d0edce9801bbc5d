/** Jinja's interpreter, with the values of Python and transformers where the two differ. */
import { Environment, Interpreter } from '@huggingface/jinja';
import { say } from '#engine/core/message.ts';
import { filters, generators, textMethods } from './pythonFilters.ts';
import { isInCase } from './pythonStrings.ts';
import { isEqual, isNumber, pythonJson, pythonText } from './pythonValues.ts';
import { evaluated, literal, textOf, tuple, type Node, type Value } from './templateNodes.ts';
import { TemplateFault } from './templateErrors.ts';
import type { TreeNode } from './templateSyntax.ts';

export abstract class PythonInterpreter extends Interpreter {
	override evaluate(statement: Node | undefined, environment: Environment): Value {
		const node: TreeNode | undefined = statement;
		switch (node?.type) {
			case 'Known':
				return node.value as Value;
			case 'Macro':
				return this.#macro(node, environment);
			case 'CallExpression':
				return this.#call(node, environment);
			case 'FilterExpression':
				return this.#filter(node, environment);
			case 'TestExpression':
				return this.#test(node, environment);
			case 'MemberExpression':
				return this.#member(node, environment);
			case 'BinaryExpression':
				return this.#binary(node, environment);
			default:
				return super.evaluate(statement, environment);
		}
	}

	/** A macro sees the variables where it is defined, not those of the loop that calls it. */
	#macro(node: TreeNode, environment: Environment): Value {
		const done = super.evaluate(node, environment);
		const macro = environment.lookupVariable(node.name!.value as string);
		const run = macro.value as (values: Value[], scope: Environment) => Value;
		const runHere = (values: Value[], { variables }: Environment) => {
			const scope = new Environment(environment);
			const caller = variables.get('caller');
			if (caller) scope.setVariable('caller', caller);
			return run(values, scope);
		};
		Object.assign(macro, { value: runHere });
		return done;
	}

	#call(node: TreeNode, environment: Environment): Value {
		const { object, property, computed } = node.callee!;
		const name = computed ? null : property?.value;
		if (name === 'items') return this.#pairs(super.evaluate(node, environment), environment);
		const method = textMethods.get(name);
		if (!method) return super.evaluate(node, environment);
		const text = this.evaluate(object, environment);
		if (text.type === 'StringValue') {
			const values = node.args!.map((argument) => this.evaluate(argument, environment));
			const result = method(text.value as string, values);
			if (result !== null) return this.evaluate(literal(result), environment);
		}
		const callee = { ...node.callee!, object: evaluated(text) };
		return super.evaluate({ ...node, callee } as Node, environment);
	}

	#filter(node: TreeNode, environment: Environment): Value {
		const { value, callee, args = [] } = node.filter!;
		const name = (callee?.value ?? value) as string;
		const operand = this.evaluate(node.operand, environment);
		const pythonFilter = filters.get(name);
		const evaluate = (inner: TreeNode | undefined) => this.evaluate(inner, environment);
		const named = pythonFilter ? this.#named(args, pythonFilter.parameters, environment) : {};
		const tools = { evaluate };
		const result = pythonFilter ? pythonFilter.apply(operand, named, tools) : null;
		const known = { ...node, operand: evaluated(operand) };
		const done = result === null ? super.evaluate(known, environment) : evaluate(result);
		const hasPairs = name === 'items' || name === 'dictsort';
		const list = hasPairs ? this.#pairs(done, environment) : done;
		if (name === 'safe') return Object.assign(list, { isSafe: true });
		return generators.includes(name) ? toGenerator(list, environment) : list;
	}

	/** The arguments of a filter by name. */
	#named(args: readonly TreeNode[], parameters: readonly string[], environment: Environment) {
		const values = args.map((argument, i): [string, Value] => {
			const isNamed = argument.type === 'KeywordArgumentExpression';
			const name = isNamed ? (argument.key!.value as string) : parameters[i];
			if (!parameters.includes(name))
				throw new TemplateFault(
					say('it gives a filter the unknown argument {argument}', { argument: name ?? i + 1 }),
				);
			return [name, this.evaluate(isNamed ? (argument.value as Node) : argument, environment)];
		});
		return Object.fromEntries(values);
	}

	/** Lists of two values become tuples. */
	#pairs({ value }: Value, environment: Environment): Value {
		return this.evaluate(
			{ type: 'ArrayLiteral', value: (value as Value[]).map(tuple) } as Node,
			environment,
		);
	}

	#test(node: TreeNode, environment: Environment): Value {
		const name = node.test!.value as string;
		const types = testedTypes[name];
		if (!types && name !== 'lower' && name !== 'upper') return super.evaluate(node, environment);
		const value = this.evaluate(node.operand, environment);
		const isTrue = types ? types.includes(value.type) : isInCase(pythonText(value), name);
		return environment.lookupVariable(String(isTrue !== node.negate));
	}

	#member(node: TreeNode, environment: Environment): Value {
		const object = this.evaluate(node.object, environment);
		if (object.type === 'UndefinedValue' || object.type === 'GeneratorValue')
			throw new TemplateFault(
				say('it reads a field of a value of type {type}', { type: object.type }),
			);
		const known = { ...node, object: evaluated(object) };
		if (node.property!.type === 'SliceExpression') {
			const part = super.evaluate(known, environment);
			return object.type === 'TupleValue' ? this.evaluate(tuple(part), environment) : part;
		}
		const property = node.computed
			? evaluated(this.evaluate(node.property, environment))
			: node.property!;
		const key = node.computed ? (property.value as Value).value : property.value;
		// `dict.items` is Python's method, also beside a key of this name: `dict['items']`.
		const isMethod = !node.computed && methods.includes(key as string);
		if (isMethod && object.type === 'ObjectValue') return object.builtins.get(key as string)!;
		const text = textOf(object);
		if (key === 'length' && (text !== undefined || Array.isArray(object.value)))
			return this.evaluate(undefined, environment);
		if (text === undefined || typeof key !== 'number')
			return super.evaluate({ ...known, property } as Node, environment);
		const character = [...text].at(key);
		return this.evaluate(character === undefined ? undefined : literal(character), environment);
	}

	/** Operators that join, compare and divide values in another way than JavaScript. */
	#binary(node: TreeNode, environment: Environment): Value {
		const operator = node.operator!.value;
		if (operator === 'and' || operator === 'or') return super.evaluate(node, environment);
		if (isChained(node)) {
			const first = this.evaluate(node.left, environment);
			const second = { ...node, left: node.left!.right } as Node;
			return first.__bool__().value ? this.evaluate(second, environment) : first;
		}
		const left = this.evaluate(node.left, environment);
		const right = this.evaluate(node.right, environment);
		const truth = (value: boolean) => environment.lookupVariable(String(value));
		if (operator === '==' || operator === '!=')
			return truth(isEqual(left, right) === (operator === '=='));
		if (operator === '~')
			return this.evaluate(literal(pythonText(left) + pythonText(right)), environment);
		if ((operator === 'in' || operator === 'not in') && Array.isArray(right.value))
			return truth(right.value.some((item) => isEqual(left, item)) === (operator === 'in'));
		if (isNumber(left) && isNumber(right)) {
			const value = divided(operator, left.value as number, right.value as number);
			const isWhole = operator !== '/' && ![left.type, right.type].includes('FloatValue');
			const type = isWhole ? 'IntegerLiteral' : 'FloatLiteral';
			if (value !== null) return this.evaluate({ type, value } as Node, environment);
		}
		if (operator !== '+')
			return super.evaluate(
				{ ...node, left: evaluated(left), right: evaluated(right) } as Node,
				environment,
			);
		if ([left, right].some((value) => 'isSafe' in value))
			throw new TemplateFault(
				say('it adds to a text marked as safe, and Jinja escapes the other one'),
			);
		// A template that adds a call's arguments to a text expects their JSON text.
		const isJson = left.type === 'StringValue' && right.type === 'ObjectValue';
		if (left.type !== right.type && !isJson && !(isNumber(left) && isNumber(right)))
			throw new TemplateFault(
				say('it adds a value of type {right} to one of type {left}', {
					left: left.type,
					right: right.type,
				}),
			);
		const added = isJson ? literal(pythonJson(right)) : evaluated(right);
		const sum = super.evaluate(
			{ ...node, left: evaluated(left), right: added } as Node,
			environment,
		);
		return left.type === 'TupleValue' ? this.evaluate(tuple(sum), environment) : sum;
	}
}

/** Python reads `a < b == c` as `a < b and b == c`, but not `(a < b) == c`. */
function isChained({ operator, left }: TreeNode): boolean {
	const inner = left!.type === 'BinaryExpression' ? left!.operator! : null;
	if (!inner || !comparisons.has(inner.value) || !comparisons.has(operator!.value)) return false;
	return inner.bracket !== undefined && inner.bracket === operator!.bracket;
}

/**
 * In Python a remainder has the sign of the divisor, also if it is 0. A boolean counts as a number.
 * null: another operator.
 */
function divided(operator: string, a: number, b: number): number | null {
	if (!['/', '//', '%'].includes(operator)) return null;
	if (Number(b) === 0) throw new TemplateFault(say('it divides by zero'));
	if (operator === '/') return Number(a) / Number(b);
	const rest = a % b;
	const remainder = rest === 0 ? b * 0 : rest + (rest < 0 === b < 0 ? 0 : b);
	return operator === '%' ? remainder : Math.round((a - remainder) / b) || (a / b) * 0;
}

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=', 'in']);
/** A generator is true, even without items. */
function toGenerator(list: Value, environment: Environment): Value {
	const isAlways = environment.lookupVariable('true');
	return Object.assign(list, { type: 'GeneratorValue', __bool__: () => isAlways });
}

const methods = ['items', 'keys', 'values', 'get'];
const testedTypes: Readonly<Record<string, readonly string[]>> = {
	number: ['IntegerValue', 'FloatValue', 'BooleanValue'],
	float: ['FloatValue'],
	sequence: ['ArrayValue', 'TupleValue', 'StringValue', 'ObjectValue', 'UndefinedValue'],
	iterable: [
		'ArrayValue',
		'TupleValue',
		'StringValue',
		'ObjectValue',
		'UndefinedValue',
		'GeneratorValue',
	],
};
