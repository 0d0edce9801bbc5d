/**
 * Markdown as blocks that the page has components for. Nothing becomes HTML: what has no component
 * here is an error that names the line.
 */
import { lexer, type Token, type Tokens } from 'marked';
import { sentence } from '#core/message.ts';
import { quote } from '#core/text.ts';
import type { PlacedExpression } from './lesson.ts';

export type Inline =
	| { readonly kind: 'text' | 'code'; readonly text: string }
	| { readonly kind: 'strong' | 'em'; readonly inlines: readonly Inline[] }
	| { readonly kind: 'link'; readonly href: string; readonly inlines: readonly Inline[] }
	| { readonly kind: 'value'; readonly expression: PlacedExpression };
export type Block =
	| { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
	| { readonly kind: 'quote'; readonly blocks: readonly Block[] }
	| { readonly kind: 'code'; readonly text: string }
	| {
			readonly kind: 'list';
			readonly ordered: boolean;
			readonly items: readonly (readonly Block[])[];
	  };

/** A part of the file between two headings. */
export interface Section {
	readonly title: string;
	/** The line of the heading, from 1. */
	readonly line: number;
	readonly tokens: readonly { readonly token: Token; readonly line: number }[];
}
/** Throws an error for a line of the file. */
export type Fail = (line: number, field: string, message: ReturnType<typeof sentence>) => never;

/** The sections of a text whose first line is `firstLine` of the file. */
export function sectionsOf(text: string, firstLine: number, fail: Fail): readonly Section[] {
	const sections: { title: string; line: number; tokens: { token: Token; line: number }[] }[] = [];
	let line = firstLine;
	for (const token of lexer(text)) {
		if (token.type === 'heading') {
			if ((token as Tokens.Heading).depth !== 2)
				fail(line, 'heading', sentence`each step begins with "## Title". Use two number signs.`);
			sections.push({ title: (token as Tokens.Heading).text, line, tokens: [] });
		} else if (token.type !== 'space') {
			const section = sections.at(-1);
			if (!section)
				fail(line, 'text', sentence`stands before the first step. Write "## Title" above it.`);
			else section.tokens.push({ token, line });
		}
		line += token.raw.split('\n').length - 1;
	}
	return sections;
}

/** Reads the expression in `{…}` of a text. */
type ReadValue = (source: string, line: number) => PlacedExpression;

export function blockOf(token: Token, line: number, read: ReadValue, fail: Fail): Block {
	const inner = (tokens: readonly Token[]) =>
		tokens.filter(({ type }) => type !== 'space').map((one) => blockOf(one, line, read, fail));
	switch (token.type) {
		case 'paragraph':
		case 'text':
			return { kind: 'paragraph', inlines: inlinesOf(token, line, read, fail) };
		case 'list': {
			const { ordered, items } = token as Tokens.List;
			return { kind: 'list', ordered, items: items.map(({ tokens }) => inner(tokens)) };
		}
		case 'blockquote':
			return { kind: 'quote', blocks: inner((token as Tokens.Blockquote).tokens) };
		case 'code':
			return { kind: 'code', text: (token as Tokens.Code).text };
		default:
			return fail(
				line,
				'text',
				sentence`${quote(token.raw.trim())} has no place in a lesson. Write paragraphs, lists,
					quotes and code.`,
			);
	}
}

function inlinesOf(token: Token, line: number, read: ReadValue, fail: Fail): readonly Inline[] {
	const { tokens } = token as Tokens.Paragraph | Tokens.Text;
	return (tokens ?? [token]).flatMap((one): readonly Inline[] => {
		const inner = () => inlinesOf(one, line, read, fail);
		switch (one.type) {
			case 'text':
			case 'escape':
				return withValues((one as Tokens.Text).text, line, read);
			case 'codespan':
				return [{ kind: 'code', text: (one as Tokens.Codespan).text }];
			case 'br':
				return [{ kind: 'text', text: '\n' }];
			case 'strong':
			case 'em':
				return [{ kind: one.type, inlines: inner() }];
			case 'link': {
				const { href } = one as Tokens.Link;
				if (/^(?:https?:|#)/i.test(href) || !href.includes(':'))
					return [{ kind: 'link', href, inlines: inner() }];
				return fail(line, 'link', sentence`${quote(href)} must begin with https: or #.`);
			}
			default:
				return fail(
					line,
					'text',
					sentence`${quote(one.raw)} has no place in a lesson. Write text, *emphasis*,
						**strong**, \`code\` and [links](https://…).`,
				);
		}
	});
}

/** `{exact('fact')}` in a text is a value of the run. */
const withValues = (text: string, line: number, read: ReadValue): readonly Inline[] =>
	text.split(/\{([^{}]*)\}/).flatMap((part, i): readonly Inline[] => {
		if (i % 2 === 1) return [{ kind: 'value', expression: read(part, line) }];
		return part === '' ? [] : [{ kind: 'text', text: part }];
	});

/** The text of blocks, for the count of words; a value counts as one word. */
export const plainText = (blocks: readonly Block[]): string =>
	blocks
		.map((block) => {
			if (block.kind === 'code') return block.text;
			if (block.kind === 'paragraph') return inlineText(block.inlines);
			return plainText(block.kind === 'list' ? block.items.flat() : block.blocks);
		})
		.join('\n');
const inlineText = (inlines: readonly Inline[]): string =>
	inlines
		.map((inline) => {
			if (inline.kind === 'value') return ' 0 ';
			return 'text' in inline ? inline.text : inlineText(inline.inlines);
		})
		.join('');

/** The expressions in the text of blocks, in their order. */
export const valuesIn = (blocks: readonly Block[]): readonly PlacedExpression[] =>
	blocks.flatMap((block) => {
		if (block.kind === 'code') return [];
		if (block.kind === 'paragraph') return inlineValues(block.inlines);
		return valuesIn(block.kind === 'list' ? block.items.flat() : block.blocks);
	});
const inlineValues = (inlines: readonly Inline[]): readonly PlacedExpression[] =>
	inlines.flatMap((inline) => {
		if (inline.kind === 'value') return [inline.expression];
		return 'inlines' in inline ? inlineValues(inline.inlines) : [];
	});

/** Words of a text; in Chinese, words of a segmenter, since no spaces divide them. */
export function wordCount(text: string, language: string): number {
	const segments = new Intl.Segmenter(language, { granularity: 'word' }).segment(text);
	return [...segments].filter(({ isWordLike }) => isWordLike).length;
}
