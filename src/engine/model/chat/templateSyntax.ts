/**
 * A chat template as a tree that templateRuntime.ts evaluates. Jinja's parser makes it; this file
 * adds what the parser lacks: positions of errors, `{% generation %}`, and nodes of blocks.
 */
import { parse, tokenize } from '@huggingface/jinja';
import { InputError, toMessage } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { truncate } from '#engine/core/text.ts';

export type Program = ReturnType<typeof parse>;
type Token = ReturnType<typeof tokenize>[number];

/** A node of Jinja's tree, or one of the nodes that `prepared` adds. */
export interface TreeNode {
	type: string;
	body?: TreeNode[];
	alternate?: TreeNode[];
	defaultBlock?: TreeNode[];
	iterable?: TreeNode;
	lhs?: TreeNode;
	loopvar?: TreeNode;
	/** The loop has several variables. */
	unpacks?: boolean;
	value?: unknown;
	/** The node that an added node wraps. */
	inner?: TreeNode;
	/** `bracket`: the innermost bracket around a comparison. */
	operator?: { value: string; bracket?: number };
	left?: TreeNode;
	right?: TreeNode;
	operand?: TreeNode;
	filter?: TreeNode;
	test?: TreeNode;
	negate?: boolean;
	object?: TreeNode;
	property?: TreeNode;
	computed?: boolean;
	/** A macro's. */
	name?: TreeNode;
	callee?: TreeNode;
	args?: TreeNode[];
	key?: TreeNode;
}

/** The name of the call that stands for `{% generation %}`. */
export const generationCall = '__generation__';
const maxLength = 500_000;
const options = { lstrip_blocks: true, trim_blocks: true };

/** Throws InputError with the file and the position of the first mistake. */
export function parseTemplate(text: string, file: string): Program {
	// Jinja for Python reads each kind of line break as \n, also inside a quoted text.
	const source = text.replace(/\r\n?/g, '\n');
	if (source.length > maxLength)
		throw new InputError(
			say(
				'{file}: the chat template has {length} characters; at most {maxLength} are read. Use the files of one model.',
				{ file, length: source.length, maxLength },
			),
			{ file },
		);
	// Jinja's lexer removes these tags. transformers reads them as a call, too.
	const readable = source.replace(
		/\{%([-+]?)\s*(end)?generation\s*([-+]?)%\}/g,
		(_, before: string, end: string | undefined, after: string) =>
			`{%${before} ${end ? 'endcall' : `call ${generationCall}()`} ${after}%}`,
	);
	let tokens: Token[];
	try {
		tokens = tokenize(readable, options);
	} catch (error) {
		throw misspelt(source, file, firstUnreadableTag(readable), error);
	}
	numberBrackets(tokens);
	let reached = 0;
	const watched = new Proxy(tokens, {
		get(list, key) {
			if (typeof key === 'string' && /^\d+$/.test(key)) reached = Math.max(reached, Number(key));
			return Reflect.get(list, key) as unknown;
		},
	});
	try {
		const program = parse(watched);
		const tree = program as unknown as TreeNode;
		const added = readable === source ? [] : (parse(generation) as unknown as TreeNode).body!;
		tree.body = prepared([...added, ...tree.body!]);
		return program;
	} catch (error) {
		const tags = tokens.slice(0, reached + 1).filter(({ type }) => openings.has(type)).length;
		throw misspelt(source, file, reached < tokens.length ? tags - 1 : Infinity, error);
	}
}

const generation = tokenize(`{% macro ${generationCall}() %}{{ caller() }}{% endmacro %}`, options);
const openings = new Set<string>(['OpenStatement', 'OpenExpression', 'Comment']);

/** The tree has no parentheses, but without them Python chains comparisons. */
function numberBrackets(tokens: readonly Token[]): void {
	const open = [0];
	let count = 0;
	for (const token of tokens) {
		if (/^Open(Paren|SquareBracket|CurlyBracket)$/.test(token.type)) open.push(++count);
		if (/^Close(Paren|SquareBracket|CurlyBracket)$/.test(token.type)) open.pop();
		Object.assign(token, { bracket: open.at(-1) });
	}
}

/** `tag`: the index of the tag with the mistake; beyond the last one: the end of the template. */
function misspelt(source: string, file: string, tag: number, error: unknown): InputError {
	const at = findTags(source)[tag]?.from ?? source.length;
	const before = source.slice(0, at).split('\n');
	// Messages of the engine say nothing about the template.
	const isDeep = error instanceof RangeError || (error as Error).name === 'InternalError';
	const why =
		error instanceof TypeError
			? say('a tag is not closed')
			: isDeep
				? say('its nesting is too deep')
				: truncate(toMessage(error), 200);
	return new InputError(
		say(
			'{file}: the chat template has a mistake at line {line}, column {column}: {why}. Correct it or remove the template: without one the lab puts a line break between turns.',
			{ file, line: before.length, column: before.at(-1)!.length + 1, why },
		),
		{ file, line: before.length, column: before.at(-1)!.length + 1 },
	);
}

/** The start and end of each tag. The last one may have no end. */
function findTags(source: string): { readonly from: number; readonly to: number }[] {
	const tags: { from: number; to: number }[] = [];
	const opening = /\{[{%#]/g;
	for (let found = opening.exec(source); found; found = opening.exec(source)) {
		const from = found.index;
		const closing = closings[found[0] as keyof typeof closings];
		closing.lastIndex = from + 2;
		const to = closing.test(source) ? closing.lastIndex : source.length;
		tags.push({ from, to });
		opening.lastIndex = to;
	}
	return tags;
}

const quoted = String.raw`(?:'(?:\\[^]|[^'\\])*'|"(?:\\[^]|[^"\\])*"|[^'"])*?`;
const closings = {
	'{{': new RegExp(`${quoted}\\}\\}`, 'y'),
	'{%': new RegExp(`${quoted}%\\}`, 'y'),
	'{#': /[^]*?#\}/y,
};

/** The index of the first tag with which the template cannot be read. */
function firstUnreadableTag(source: string): number {
	const tags = findTags(source);
	let [readable, unreadable] = [-1, tags.length - 1];
	while (unreadable - readable > 1) {
		const middle = (readable + unreadable) >> 1;
		try {
			tokenize(source.slice(0, tags[middle].to), options);
			readable = middle;
		} catch {
			unreadable = middle;
		}
	}
	return unreadable;
}

/**
 * The statements of a block with added nodes:
 *   Print    writes a value to the output as Python's str() does
 *   Capture  evaluates a block to a text (set, macro, call and filter blocks)
 *   Items    the iterable of a loop
 *   Turn     the start of an iteration
 */
function prepared(statements: readonly TreeNode[]): TreeNode[] {
	return statements.map((node): TreeNode => {
		switch (node.type) {
			case 'Comment':
			case 'Break':
			case 'Continue':
				return node;
			case 'If':
				node.body = prepared(node.body!);
				node.alternate = prepared(node.alternate!);
				return node;
			case 'For': {
				const select = node.iterable!.type === 'SelectExpression' ? node.iterable! : null;
				const unpacks = node.loopvar!.type === 'TupleLiteral';
				if (select) select.lhs = { type: 'Items', inner: select.lhs!, unpacks };
				else node.iterable = { type: 'Items', inner: node.iterable!, unpacks };
				node.body = [{ type: 'Turn', inner: node }, ...prepared(node.body!)];
				node.defaultBlock = prepared(node.defaultBlock!);
				return node;
			}
			case 'Set':
				if (node.value === null) node.body = [captured(node.body!)];
				return node;
			case 'Macro':
				node.body = [captured(node.body!)];
				return node;
			case 'CallStatement':
				node.body = [captured(node.body!)];
				return { type: 'Print', inner: node };
			case 'FilterStatement': {
				const { body, filter } = node;
				const inner = { type: 'FilterExpression', operand: captured(body!), filter: filter! };
				return { type: 'Print', inner };
			}
			default:
				return { type: 'Print', inner: node };
		}
	});
}

const captured = (body: readonly TreeNode[]): TreeNode => ({
	type: 'Capture',
	body: prepared(body),
});
