/** Jinja's interpreter, with the values of Python where published templates need them. */
import { Interpreter, type Environment } from '@huggingface/jinja';
import { say } from '#engine/core/message.ts';
import { strip, type Side } from './pythonStrings.ts';
import { isNumber, pythonJson, pythonText } from './pythonValues.ts';
import { TemplateFault } from './templateErrors.ts';
import { evaluated, literal, type Node, type Value } from './templateNodes.ts';
import type { TreeNode } from './templateSyntax.ts';

const strips: ReadonlyMap<unknown, Side> = new Map([
	['strip', 'both'],
	['lstrip', 'start'],
	['rstrip', 'end'],
]);
const methods: readonly unknown[] = ['items', 'keys', 'values', 'get'];

interface Filter {
	/** The names of its arguments in their order. */
	readonly parameters: readonly string[];
	readonly apply: (operand: Value, args: Readonly<Record<string, unknown>>) => string;
}
const filters: ReadonlyMap<unknown, Filter> = new Map(
	Object.entries<Filter>({
		tojson: {
			parameters: ['ensure_ascii', 'indent', 'separators', 'sort_keys'],
			apply: (operand, options) => pythonJson(operand, options),
		},
		string: { parameters: [], apply: pythonText },
		trim: {
			parameters: ['chars'],
			apply: (operand, { chars }) =>
				strip(pythonText(operand), 'both', chars as string | undefined),
		},
		upper: { parameters: [], apply: (operand) => pythonText(operand).toUpperCase() },
		lower: { parameters: [], apply: (operand) => pythonText(operand).toLowerCase() },
	}),
);

export abstract class PythonInterpreter extends Interpreter {
	override evaluate(statement: Node | undefined, environment: Environment): Value {
		const node: TreeNode | undefined = statement;
		switch (node?.type) {
			case 'Known':
				return node.value as Value;
			case 'CallExpression':
				return this.#call(node, environment);
			case 'FilterExpression':
				return this.#filter(node, environment);
			case 'MemberExpression':
				return this.#member(node, environment);
			case 'BinaryExpression':
				return this.#binary(node, environment);
			default:
				return super.evaluate(statement, environment);
		}
	}

	#call(node: TreeNode, environment: Environment): Value {
		const { object, property, computed } = node.callee!;
		const side = computed ? undefined : strips.get(property?.value);
		if (!side) return super.evaluate(node, environment);
		const text = this.evaluate(object, environment);
		const callee = { ...node.callee!, object: evaluated(text) };
		if (text.type !== 'StringValue')
			return super.evaluate({ ...node, callee } as Node, environment);
		const [characters] = node.args!.map((argument) => this.evaluate(argument, environment).value);
		const stripped = strip(text.value as string, side, characters as string | undefined);
		return this.evaluate(literal(stripped), environment);
	}

	#filter(node: TreeNode, environment: Environment): Value {
		const { value, callee, args = [] } = node.filter!;
		const filter = filters.get(callee?.value ?? value);
		if (!filter) return super.evaluate(node, environment);
		const { parameters, apply } = filter;
		const named = args.map((argument, i): [string, unknown] => {
			const isNamed = argument.type === 'KeywordArgumentExpression';
			const name = isNamed ? (argument.key!.value as string) : parameters[i];
			if (!parameters.includes(name))
				throw new TemplateFault(
					say('it gives a filter the unknown argument {argument}', { argument: name ?? i + 1 }),
				);
			return [
				name,
				this.evaluate(isNamed ? (argument.value as Node) : argument, environment).value,
			];
		});
		const operand = this.evaluate(node.operand, environment);
		return this.evaluate(literal(apply(operand, Object.fromEntries(named))), environment);
	}

	/** `dict.items` is Python's method, also beside a key of this name: `dict['items']`. */
	#member(node: TreeNode, environment: Environment): Value {
		const name = node.property!.value;
		if (node.computed || !methods.includes(name)) return super.evaluate(node, environment);
		const object = this.evaluate(node.object, environment);
		if (object.type === 'ObjectValue') return object.builtins.get(name as string)!;
		return super.evaluate({ ...node, object: evaluated(object) } as Node, environment);
	}

	/** Python adds nothing to a text but a text: a template relies on it to refuse lists of parts. */
	#binary(node: TreeNode, environment: Environment): Value {
		if (node.operator!.value !== '+') return super.evaluate(node, environment);
		const left = this.evaluate(node.left, environment);
		const right = this.evaluate(node.right, environment);
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
		return super.evaluate({ ...node, left: evaluated(left), right: added } as Node, environment);
	}
}
