/** Jinja's interpreter, with the values of Python and transformers where the two differ. */
import { Interpreter, type Environment } from '@huggingface/jinja';
import { JsonNumber } from '#core/json.ts';
import {
	isEqual,
	isNumber,
	pythonJson,
	pythonText,
	strip,
	type Count,
	type Side,
} from './pythonValues.ts';
import type { TreeNode } from './templateSyntax.ts';

export type Node = NonNullable<Parameters<Interpreter['evaluate']>[0]>;
export type Value = ReturnType<Interpreter['evaluate']>;

/** A literal of plain or exact data. A plain number is whole if its text is. */
export function literal(value: unknown): TreeNode {
	if (typeof value === 'string') return { type: 'StringLiteral', value };
	if (typeof value === 'boolean' || value === null)
		return { type: 'Identifier', value: String(value ?? 'none') };
	if (Array.isArray(value)) return { type: 'ArrayLiteral', value: value.map(literal) };
	if (typeof value === 'number' || value instanceof JsonNumber) {
		const text = value instanceof JsonNumber ? value.text : String(value);
		if (!/^-?\d+$/.test(text)) return { type: 'FloatLiteral', value: Number(text) };
		const isSafe = Number.isSafeInteger(Number(text));
		return { type: 'IntegerLiteral', value: isSafe ? Number(text) : BigInt(text) };
	}
	const entries = value instanceof Map ? [...value] : Object.entries(value!);
	return { type: 'ObjectLiteral', value: entries.map((pair) => pair.map(literal)) };
}

export abstract class PythonInterpreter extends Interpreter {
	protected abstract readonly count: Count;

	override evaluate(statement: Node | undefined, environment: Environment): Value {
		const node: TreeNode | undefined = statement;
		switch (node?.type) {
			case 'Known':
				return node.value as Value;
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

	/** `text.strip(characters)`: Jinja's own knows no characters, and other blanks than Python. */
	#call(node: TreeNode, environment: Environment): Value {
		const { object, property } = node.callee!;
		const side = object && stripSides.get(property!.value);
		const text = side && this.evaluate(object, environment);
		if (text?.type !== 'StringValue') return super.evaluate(node, environment);
		const characters = node.args!.length > 0 ? this.evaluate(node.args![0], environment) : null;
		const blanks = characters?.type === 'StringValue' ? (characters.value as string) : undefined;
		return this.evaluate(literal(strip(text.value as string, side!, blanks)), environment);
	}

	#filter(node: TreeNode, environment: Environment): Value {
		const { value, callee, args = [] } = node.filter!;
		const name = (callee?.value ?? value) as string;
		const isOwn = callee ? ['tojson', 'join'] : ['tojson', 'join', 'trim', 'string', 'length'];
		if (!isOwn.includes(name)) return super.evaluate(node, environment);
		const operand = this.evaluate(node.operand, environment);
		const known = (one: unknown) => this.evaluate(literal(one), environment);
		const text = (one: Value) => pythonText(one, this.count);
		const given = args.map((arg, i): [string, unknown] => {
			const isNamed = arg.type === 'KeywordArgumentExpression';
			const one = this.evaluate(isNamed ? (arg.value as TreeNode) : arg, environment);
			return [isNamed ? (arg.key!.value as string) : jsonArguments[i], one.value];
		});
		if (name === 'tojson') return known(pythonJson(operand, this.count, Object.fromEntries(given)));
		if (name === 'join' && operand.type === 'ArrayValue')
			return known((operand.value as Value[]).map(text).join((given[0]?.[1] as string) ?? ''));
		if (name === 'join' || (name === 'length' && operand.type !== 'StringValue'))
			return super.evaluate({ ...node, operand: evaluated(operand) } as Node, environment);
		if (name === 'length') return known([...text(operand)].length);
		return known(name === 'trim' ? strip(text(operand), 'both') : text(operand));
	}

	#test(node: TreeNode, environment: Environment): Value {
		const types = testedTypes[node.test!.value as string];
		if (!types) return super.evaluate(node, environment);
		const { type } = this.evaluate(node.operand, environment);
		return environment.lookupVariable(String(types.includes(type) !== node.negate));
	}

	/** `dict.items` is Python's method, also beside a key of this name: `dict['items']`. */
	#member(node: TreeNode, environment: Environment): Value {
		const name = node.property!.value as string;
		if (node.computed || !methods.includes(name)) return super.evaluate(node, environment);
		const object = this.evaluate(node.object, environment);
		if (object.type === 'ObjectValue') return object.builtins.get(name)!;
		return super.evaluate({ ...node, object: evaluated(object) } as Node, environment);
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
			return truth(isEqual(left, right, this.count) === (operator === '=='));
		if (operator === '~')
			return this.evaluate(
				literal(pythonText(left, this.count) + pythonText(right, this.count)),
				environment,
			);
		if ((operator === 'in' || operator === 'not in') && right.type === 'ArrayValue')
			return truth(
				(right.value as Value[]).some((one) => isEqual(left, one, this.count)) ===
					(operator === 'in'),
			);
		if (isNumber(left) && isNumber(right)) {
			const value = divided(operator, left.value as number, right.value as number);
			const isWhole = operator !== '/' && ![left.type, right.type].includes('FloatValue');
			const type = isWhole ? 'IntegerLiteral' : 'FloatLiteral';
			if (value !== null) return this.evaluate({ type, value } as Node, environment);
		}
		// A template that adds a call's arguments to a text expects their JSON text.
		const isJoined = operator === '+' && left.type === 'StringValue';
		const isJson = isJoined && right.type === 'ObjectValue';
		if (isJoined && !isJson && right.type !== 'StringValue')
			throw new Error(`the template adds a value of type ${right.type} to a text`);
		const added = isJson ? literal(pythonJson(right, this.count)) : evaluated(right);
		return super.evaluate({ ...node, left: evaluated(left), right: added } as Node, environment);
	}
}

/** Python reads `a < b == c` as `a < b and b == c`, but not `(a < b) == c`. */
function isChained({ operator, left }: TreeNode): boolean {
	const inner = left!.type === 'BinaryExpression' ? left!.operator! : null;
	if (!inner || !comparisons.has(inner.value) || !comparisons.has(operator!.value)) return false;
	return inner.bracket !== undefined && inner.bracket === operator!.bracket;
}

/** In Python a remainder has the sign of the divisor. null: another operator. */
function divided(operator: string, a: number, b: number): number | null {
	if (!['/', '//', '%'].includes(operator)) return null;
	if (Number(b) === 0) throw new Error('the template divides by zero');
	if (operator === '/') return Number(a) / Number(b);
	const rest = a % b;
	const remainder = rest === 0 ? b * 0 : rest + (rest < 0 === b < 0 ? 0 : b);
	return operator === '%' ? remainder : Math.round((a - remainder) / b);
}

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=', 'in']);
const evaluated = (value: Value): TreeNode => ({ type: 'Known', value });
const methods = ['items', 'keys', 'values', 'get'];
const jsonArguments = ['ensure_ascii', 'indent', 'separators', 'sort_keys'];
const testedTypes: Readonly<Record<string, readonly string[]>> = {
	number: ['IntegerValue', 'FloatValue', 'BooleanValue'],
	float: ['FloatValue'],
	iterable: ['ArrayValue', 'StringValue', 'ObjectValue'],
};
const sides = { strip: 'both', lstrip: 'start', rstrip: 'end' } as const;
const stripSides = new Map<unknown, Side>(Object.entries(sides));
