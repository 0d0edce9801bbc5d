/**
 * Markdown as blocks that the page has components for. Nothing becomes HTML: what has no component
 * here is an error that names the line.
 */
import { Marked, type Token, type Tokens } from 'marked';
import { say, type Message } from '#engine/core/message.ts';
import { quote } from '#engine/core/text.ts';
import type { LessonValue } from './values.ts';

export type Inline =
	| { readonly kind: 'text' | 'code'; readonly text: string }
	| { readonly kind: 'strong' | 'em'; readonly inlines: readonly Inline[] }
	| { readonly kind: 'link'; readonly href: string; readonly inlines: readonly Inline[] }
	| { readonly kind: 'value'; readonly value: LessonValue };
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
export type Fail = (line: number, field: string, message: Message) => never;

/**
 * By CommonMark's rules, ** does not end after a mark and before a letter, as in **设置…**的.
 * Chinese has no spaces there, so a pair of stars needs none here.
 */
const markdown = new Marked({
	tokenizer: {
		emStrong(source, masked) {
			const found = /^(\*\*?)(?=\S)[^*]*[^*\s]\1(?!\*)/.exec(masked.slice(-source.length));
			if (!found) return false;
			const { length } = found[1];
			const raw = source.slice(0, found[0].length);
			const text = raw.slice(length, -length);
			const tokens = this.lexer.inlineTokens(text);
			return { type: length === 2 ? 'strong' : 'em', raw, text, tokens };
		},
	},
});

/** The sections of a text whose first line is `firstLine` of the file. */
export function listSections(text: string, firstLine: number, fail: Fail): readonly Section[] {
	const sections: { title: string; line: number; tokens: { token: Token; line: number }[] }[] = [];
	for (const { token, line } of withLines(lexed(text, firstLine, fail), firstLine)) {
		if (token.type === 'heading') {
			if ((token as Tokens.Heading).depth !== 2)
				fail(line, 'heading', say('each step begins with "## Title". Use two number signs.'));
			sections.push({ title: (token as Tokens.Heading).text, line, tokens: [] });
		} else if (token.type !== 'space') {
			const section = sections.at(-1);
			if (!section)
				fail(line, 'text', say('stands before the first step. Write "## Title" above it.'));
			else section.tokens.push({ token, line });
		}
	}
	return sections;
}

/** The blocks of a text whose first line is `line` of the file. */
export const readBlocks = (text: string, line: number, read: ReadValue, fail: Fail) =>
	toBlocks(withLines(lexed(text, line, fail), line), read, fail);

/** Levels of quotes, lists and emphasis. Each takes room on the engine's stack. */
const mostLevels = 20;
export const tooDeep = say('is nested too deeply. Write it with at most {mostLevels} levels.', {
	mostLevels,
});

function lexed(text: string, firstLine: number, fail: Fail): readonly Token[] {
	try {
		const tokens = markdown.lexer(text);
		const deep = withLines(tokens, firstLine).find(({ token }) => isDeep(token));
		return deep ? fail(deep.line, 'text', tooDeep) : tokens;
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		const lines = text.split('\n');
		const longest = lines.reduce(
			(found, line, i) => (line.length > lines[found].length ? i : found),
			0,
		);
		return fail(firstLine + longest, 'text', tooDeep);
	}
}
const isDeep = (token: Token, level = 0): boolean => {
	const { tokens = [], items = [] } = token as Partial<Tokens.List> & { tokens?: Token[] };
	return level > mostLevels || [...tokens, ...items].some((inner) => isDeep(inner, level + 1));
};

export const toBlocks = (tokens: Section['tokens'], read: ReadValue, fail: Fail): Block[] =>
	tokens
		.filter(({ token: { type } }) => type !== 'space')
		.map(({ token, line }) => toBlock(token, line, read, fail));

/** Each token with its line; the first one begins at `line`. */
const withLines = <T extends { readonly raw: string }>(tokens: readonly T[], line: number) =>
	tokens.map((token) => {
		const first = line;
		line += token.raw.split('\n').length - 1;
		return { token, line: first };
	});

/** Reads the value in `{…}` of a text. */
type ReadValue = (source: string, line: number) => LessonValue;

function toBlock(token: Token, line: number, read: ReadValue, fail: Fail): Block {
	const inner = (tokens: readonly Token[], first: number) =>
		toBlocks(withLines(tokens, first), read, fail);
	switch (token.type) {
		case 'paragraph':
		case 'text':
			return { kind: 'paragraph', inlines: toInlines(token, line, read, fail) };
		case 'list': {
			const { ordered, items } = token as Tokens.List;
			const placed = withLines(items, line).map((item) => inner(item.token.tokens, item.line));
			return { kind: 'list', ordered, items: placed };
		}
		case 'blockquote':
			return { kind: 'quote', blocks: inner((token as Tokens.Blockquote).tokens, line) };
		case 'code':
			return { kind: 'code', text: (token as Tokens.Code).text };
		default:
			return fail(
				line,
				'text',
				say('{raw} has no place in a lesson. Write paragraphs, lists, quotes and code.', {
					raw: quote(token.raw.trim()),
				}),
			);
	}
}

function toInlines(token: Token, first: number, read: ReadValue, fail: Fail): readonly Inline[] {
	const { tokens = [token] } = token as Tokens.Paragraph | Tokens.Text;
	return withLines(tokens, first).flatMap(({ token: part, line }): readonly Inline[] => {
		const inner = () => toInlines(part, line, read, fail);
		switch (part.type) {
			case 'text':
				return withValues(part as Tokens.Text, line, read, fail);
			case 'escape':
				return [{ kind: 'text', text: (part as Tokens.Escape).text }];
			case 'codespan':
				return [{ kind: 'code', text: (part as Tokens.Codespan).text }];
			case 'br':
				return [{ kind: 'text', text: '\n' }];
			case 'strong':
			case 'em':
				return [{ kind: part.type, inlines: inner() }];
			case 'link': {
				const { href } = part as Tokens.Link;
				if (/^(?:https?:|#)/i.test(href) || !href.includes(':'))
					return [{ kind: 'link', href, inlines: inner() }];
				return fail(
					line,
					'link',
					say('{href} must begin with https: or #.', { href: quote(href) }),
				);
			}
			default:
				return fail(
					line,
					'text',
					say(
						'{raw} has no place in a lesson. Write text, *emphasis*, **strong**, `code` and [links](https://…).',
						{ raw: quote(part.raw) },
					),
				);
		}
	});
}

/** `&amp;` and `&#8594;` as characters. CommonMark shows an unknown name as it stands. */
const named = new Map(
	Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00A0', mdash: '—', rarr: '→' }),
);
const withCharacters = (text: string): string =>
	text.replace(/&(?:#(\d{1,6})|([a-z]+));/g, (raw, code: string | undefined, name: string) =>
		code === undefined ? (named.get(name) ?? raw) : String.fromCodePoint(Number(code)),
	);

/** `{exact('fact')}` in a text is a value of the run. */
const withValues = ({ text }: Tokens.Text, first: number, read: ReadValue, fail: Fail) => {
	const parts = text.split(/(\{[^{}]*\}|[{}].*)/).map((raw) => ({ raw }));
	return withLines(parts, first).flatMap(({ token: { raw }, line }): readonly Inline[] => {
		if (/^\{[^{}]*\}$/.test(raw)) return [{ kind: 'value', value: read(raw.slice(1, -1), line) }];
		if (/^[{}]/.test(raw))
			fail(
				line,
				'value',
				say(
					"the brace in {raw} has no partner. Write '{'value'}', or \\'{' and \\'}' to show braces.",
					{ raw: quote(raw) },
				),
			);
		return raw === '' ? [] : [{ kind: 'text', text: withCharacters(raw) }];
	});
};

type Leaf = Exclude<Inline, { readonly inlines: unknown }>;
/** Texts, code and values in their order, with a line break after each block. */
export const listLeaves = (blocks: readonly Block[]): readonly Leaf[] =>
	blocks.flatMap((block) => {
		if (block.kind === 'code') return [{ kind: 'code', text: `${block.text}\n` }];
		if (block.kind === 'paragraph')
			return [...inlineLeaves(block.inlines), { kind: 'text', text: '\n' }];
		return listLeaves(block.kind === 'list' ? block.items.flat() : block.blocks);
	});
const inlineLeaves = (inlines: readonly Inline[]): readonly Leaf[] =>
	inlines.flatMap((inline) => ('inlines' in inline ? inlineLeaves(inline.inlines) : [inline]));

/** The text of blocks, for the count of words; a value counts as one word. */
export const plainText = (blocks: readonly Block[]): string =>
	listLeaves(blocks)
		.map((leaf) => (leaf.kind === 'value' ? ' 0 ' : leaf.text))
		.join('');

/** The values in the text of blocks, in their order. */
export const valuesIn = (blocks: readonly Block[]): readonly LessonValue[] =>
	listLeaves(blocks).flatMap((leaf) => (leaf.kind === 'value' ? [leaf.value] : []));

/** Words of a text; in Chinese, words of a segmenter, since no spaces divide them. */
export function wordCount(text: string, language: string): number {
	const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
	let count = 0;
	// V8 copies the whole text for each of its words, so that the pieces are short.
	for (const [piece] of text.matchAll(/\S{1,500}/g))
		for (const { isWordLike } of segmenter.segment(piece)) if (isWordLike) count++;
	return count;
}
