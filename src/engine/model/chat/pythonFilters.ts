/** jinja2's filters where those of @huggingface/jinja give other values than Python. */
import { say } from '#engine/core/message.ts';
import {
	capitalize,
	indent,
	splitWords,
	strip,
	title,
	titleWords,
	toFloat,
} from './pythonStrings.ts';
import { pythonJson, pythonText } from './pythonValues.ts';
import { elements, evaluated, isTrue, literal, textOf, type Value } from './templateNodes.ts';
import { TemplateFault } from './templateErrors.ts';
import type { TreeNode } from './templateSyntax.ts';

/** The arguments of a filter by name. */
type Given = Readonly<Record<string, Value | undefined>>;

interface Tools {
	readonly evaluate: (node: TreeNode) => Value;
}

interface Filter {
	/** The names of its arguments in their order. */
	readonly parameters: readonly string[];
	/** A node of the result. null: Jinja's own filter has the result or the error. */
	apply(operand: Value, args: Given, tools: Tools): TreeNode | null | undefined;
}

const filter = (parameters: string, apply: Filter['apply']): Filter => ({
	parameters: parameters.split(' '),
	apply,
});

/** A filter of str(operand). */
const ofText = (parameters: string, change: (text: string, args: Given) => unknown): Filter =>
	filter(parameters, (operand, args) => literal(change(pythonText(operand), args)));

const selection = (isKept: boolean): Filter =>
	filter('attribute test value', (operand, { attribute, test, value }, tools) => {
		const items = elements(operand)?.map(tools.evaluate);
		const selected = items?.filter(
			(item) => passes(attributeOf(item, attribute, tools), test, value, tools) === isKept,
		);
		return selected ? { type: 'ArrayLiteral', value: selected.map(evaluated) } : null;
	});

export const filters: ReadonlyMap<string, Filter> = new Map(
	Object.entries({
		tojson: filter('ensure_ascii indent separators sort_keys', (operand, args) => {
			const options = Object.entries(args).map(([name, argument]): [string, unknown] => [
				name,
				argument!.value,
			]);
			return literal(pythonJson(operand, Object.fromEntries(options)));
		}),
		string: ofText('', (text) => text),
		safe: ofText('', (text) => text),
		trim: ofText('chars', (text, { chars }) => strip(text, 'both', textOf(chars))),
		upper: ofText('', (text) => text.toUpperCase()),
		lower: ofText('', (text) => text.toLowerCase()),
		title: ofText('', titleWords),
		capitalize: ofText('', capitalize),
		indent: filter('width first blank', (operand, { width, first, blank }) => {
			const text = textOf(operand);
			const spaces = textOf(width) ?? ' '.repeat(Math.max(0, Number(width?.value ?? 4)));
			return text === undefined
				? null
				: literal(indent(text, spaces, isTrue(first), isTrue(blank)));
		}),
		join: filter('d attribute', (operand, { d, attribute }, tools) => {
			const text = (item: Value) => pythonText(item);
			const items = elements(operand)?.map(tools.evaluate);
			const texts = items?.map((item) => text(attributeOf(item, attribute, tools)));
			return texts ? literal(texts.join(d ? text(d) : '')) : null;
		}),
		length: filter('', (operand) => {
			if (operand.type === 'GeneratorValue')
				throw new TemplateFault(say('it asks for the length of a generator'));
			const text = textOf(operand);
			return text === undefined ? null : literal([...text].length);
		}),
		default: filter('default_value boolean', (operand, { default_value, boolean }) => {
			const isGiven = isTrue(boolean) ? isTrue(operand) : operand.type !== 'UndefinedValue';
			if (isGiven) return evaluated(operand);
			return default_value ? evaluated(default_value) : literal('');
		}),
		int: filter('default', (operand, { default: other }) => {
			const value = Math.trunc(numberOf(operand));
			if (operand.type === 'IntegerValue') return evaluated(operand);
			if (Number.isFinite(value)) return { type: 'IntegerLiteral', value };
			return other ? evaluated(other) : literal(0);
		}),
		float: filter('default', (operand, { default: other }) => {
			const value = numberOf(operand);
			if (operand.type === 'FloatValue') return evaluated(operand);
			if (!Number.isNaN(value)) return { type: 'FloatLiteral', value };
			return other ? evaluated(other) : { type: 'FloatLiteral', value: 0 };
		}),
		list: filter('', (operand) => {
			const value = elements(operand);
			return value && { type: 'ArrayLiteral', value };
		}),
		first: filter('', (operand) => endOf(operand, 0)),
		last: filter('', (operand) => endOf(operand, -1)),
		unique: filter('case_sensitive attribute', (operand, { case_sensitive, attribute }, tools) => {
			const seen = new Set<unknown>();
			const value = elements(operand)?.filter((item) => {
				const key = attributeOf(tools.evaluate(item), attribute, tools);
				const size = seen.size;
				seen.add(
					isTrue(case_sensitive) ? hashOf(key) : (textOf(key)?.toLowerCase() ?? hashOf(key)),
				);
				return seen.size > size;
			});
			return value ? { type: 'ArrayLiteral', value } : null;
		}),
		selectattr: selection(true),
		rejectattr: selection(false),
	}),
);

/** These give a generator in Python: it is true even if it is empty. */
export const generators: readonly string[] = [
	'items',
	'map',
	'rejectattr',
	'reverse',
	'selectattr',
	'unique',
];

/** Methods of str. null: Jinja's own method has the result or the error. */
export const textMethods: ReadonlyMap<unknown, (text: string, args: Value[]) => unknown> = new Map(
	Object.entries({
		strip: (text: string, [characters]: Value[]) => strip(text, 'both', textOf(characters)),
		lstrip: (text: string, [characters]: Value[]) => strip(text, 'start', textOf(characters)),
		rstrip: (text: string, [characters]: Value[]) => strip(text, 'end', textOf(characters)),
		split: (text: string, [separator, limit]: Value[]) =>
			textOf(separator) === undefined ? splitWords(text, Number(limit?.value ?? -1)) : null,
		title,
		capitalize,
	}),
);

function endOf(operand: Value, at: number): TreeNode | null | undefined {
	const items = elements(operand);
	return items && items.at(at);
}

/** NaN: Python's float() fails, and the filter has its default. */
function numberOf({ type, value }: Value): number {
	if (type === 'UndefinedValue')
		throw new TemplateFault(say('it needs a number from an undefined value'));
	if (type === 'StringValue') return toFloat(value as string);
	return Array.isArray(value) || value instanceof Map || value === null ? NaN : Number(value);
}

/** Python's 1, 1.0 and True are one key. */
function hashOf({ type, value }: Value): unknown {
	if (typeof value === 'object' && value !== null)
		throw new TemplateFault(say('it groups by a value of type {type}', { type }));
	return typeof value === 'boolean' ? Number(value) : value;
}

/** `path`: names and indices with dots between. */
function attributeOf(item: Value, path: Value | undefined, { evaluate }: Tools): Value {
	const parts = path && path.value !== null ? pythonText(path).split('.') : [];
	const steps = parts.map((part) => literal(/^\d+$/.test(part) ? Number(part) : part));
	return steps.reduce<Value>(
		(object, property) =>
			evaluate({ type: 'MemberExpression', object: evaluated(object), property, computed: true }),
		item,
	);
}

/** A test of `selectattr` by name. Without one, the value itself is the test. */
function passes(
	item: Value,
	test: Value | undefined,
	other: Value | undefined,
	tools: Tools,
): boolean {
	const name = textOf(test);
	if (name === undefined) return isTrue(item);
	const operator = operators.get(name);
	if (!operator) {
		const named = { type: 'Identifier', value: name };
		const node = { type: 'TestExpression', operand: evaluated(item), test: named, negate: false };
		return isTrue(tools.evaluate(node));
	}
	if (!other) throw new TemplateFault(say('the test {name} needs an argument', { name }));
	const [left, right] = [evaluated(item), evaluated(other)];
	const node = { type: 'BinaryExpression', operator: { value: operator }, left, right };
	return isTrue(tools.evaluate(node));
}

const operators: ReadonlyMap<string, string> = new Map(
	Object.entries({ equalto: '==', eq: '==', ne: '!=', in: 'in' }),
);
