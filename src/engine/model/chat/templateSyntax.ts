/**
 * A chat template as a tree that templateRuntime.ts evaluates. Jinja's parser makes it; this file
 * adds what the parser lacks: `{% generation %}`, and nodes of blocks.
 */
import { parse, tokenize } from '@huggingface/jinja';
import { InputError, toMessage } from '#engine/core/errors.ts';
import { sentence } from '#engine/core/message.ts';
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
const options = { lstrip_blocks: true, trim_blocks: true };

/** Throws InputError with the file and the mistake. */
export function parseTemplate(text: string, file: string): Program {
	// Jinja for Python reads each kind of line break as \n, also inside a quoted text.
	const source = text.replace(/\r\n?/g, '\n');
	// Jinja's lexer removes these tags. transformers reads them as a call, too.
	const readable = source.replace(
		/\{%([-+]?)\s*(end)?generation\s*([-+]?)%\}/g,
		(_, before: string, end: string | undefined, after: string) =>
			`{%${before} ${end ? 'endcall' : `call ${generationCall}()`} ${after}%}`,
	);
	try {
		const tokens = tokenize(readable, options);
		numberBrackets(tokens);
		const program = parse(tokens);
		const tree = program as unknown as TreeNode;
		const added = readable === source ? [] : (parse(generation) as unknown as TreeNode).body!;
		tree.body = prepared([...added, ...tree.body!]);
		return program;
	} catch (error) {
		throw misspelt(file, error);
	}
}

const generation = tokenize(`{% macro ${generationCall}() %}{{ caller() }}{% endmacro %}`, options);

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

function misspelt(file: string, error: unknown): InputError {
	// Messages of the engine say nothing about the template.
	const isDeep = error instanceof RangeError || (error as Error).name === 'InternalError';
	const why =
		error instanceof TypeError
			? sentence('engine.model.tagIsNotClosed')
			: isDeep
				? sentence('engine.model.nestingIsTooDeep')
				: truncate(toMessage(error), 200);
	return new InputError(sentence('engine.model.chatTemplateHasMistake', { file, why }), { file });
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
