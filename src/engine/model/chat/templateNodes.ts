/** Nodes that a template's interpreter makes of values. */
import type { Interpreter } from '@huggingface/jinja';
import { JsonNumber } from '#engine/core/json.ts';
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

export const evaluated = (value: Value): TreeNode => ({ type: 'Known', value });
