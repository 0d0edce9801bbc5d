/**
 * A chat template as a tree that templateRuntime.ts evaluates. Jinja's parser makes it; this file
 * adds what the parser lacks: `{% generation %}`, and nodes of blocks.
 */
import { parse, tokenize } from '@huggingface/jinja';
import { InputError, toMessage } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { truncate } from '#engine/core/text.ts';

export type Program = ReturnType<typeof parse>;

/** A node of Jinja's tree, or one of the nodes that `prepared` adds. */
export interface TreeNode {
	type: string;
	body?: TreeNode[];
	alternate?: TreeNode[];
	defaultBlock?: TreeNode[];
	iterable?: TreeNode;
	lhs?: TreeNode;
	loopvar?: TreeNode;
	value?: unknown;
	/** The node that an added node wraps. */
	inner?: TreeNode;
	operator?: { value: string };
	left?: TreeNode;
	right?: TreeNode;
	operand?: TreeNode;
	filter?: TreeNode;
	object?: TreeNode;
	property?: TreeNode;
	computed?: boolean;
	call?: TreeNode;
	callee?: TreeNode;
	args?: TreeNode[];
	key?: TreeNode;
}

/** The name of the call that stands for `{% generation %}`. */
const generationCall = '__generation__';
const maxLength = 500_000;
const options = { lstrip_blocks: true, trim_blocks: true };

/** Throws InputError with the file. */
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
	try {
		const program = parse(tokenize(readable, options));
		const tree = program as unknown as TreeNode;
		tree.body = prepared(tree.body!);
		return program;
	} catch (error) {
		throw misspelt(file, error);
	}
}

function misspelt(file: string, error: unknown): InputError {
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
			'{file}: the chat template has a mistake: {why}. Correct it or remove the template: without one the lab puts a line break between turns.',
			{ file, why },
		),
		{ file },
	);
}

/**
 * The statements of a block with added nodes:
 *   Print       writes a value to the output as Python's str() does
 *   Capture     evaluates a block to a text (set, macro, call and filter blocks)
 *   Generation  a block of the model's words
 *   Items       the iterable of a loop
 *   Turn        the start of an iteration
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
				if (select) select.lhs = { type: 'Items', inner: select.lhs! };
				else node.iterable = { type: 'Items', inner: node.iterable! };
				node.body = [{ type: 'Turn', inner: node.loopvar! }, ...prepared(node.body!)];
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
				if (node.call!.callee!.value === generationCall)
					return { type: 'Generation', body: prepared(node.body!) };
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
