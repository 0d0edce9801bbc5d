/**
 * Conversations that are written out in a text as a model's chat template writes them. Loss on the
 * answers only: as TRL's completion-only loss and unsloth's train_on_responses_only. What stands
 * around an answer is read off short conversations, in which chatSpans.ts finds the answers.
 */
import { highest } from '#engine/core/statistics.ts';
import { patternOf } from '#engine/core/text.ts';
import { ConversationError, type ChatTemplate, type Conversation } from '../chatTemplate.ts';
import { agreedLength, answerSpans, findOpening } from './chatSpans.ts';
import type { Span } from './templateRuntime.ts';

/** An answer and the end of its turn. */
export interface WrittenAnswer extends Span {
	/** Where the text before the answer begins that only stands before answers. */
	readonly opening: number;
	/** Its end is not written. */
	readonly isOpen: boolean;
}

export interface WrittenTurns {
	/** The conversations begin with the begin token. */
	readonly areBegun: boolean;
	/** Answers end with a token. */
	readonly areEnded: boolean;
	/** null: the text has no question with an answer as the model writes them. */
	find(text: string): readonly WrittenAnswer[] | null;
}

interface TurnTexts {
	/** What stands before the words of other roles. */
	readonly others: ReadonlySet<string>;
	/** What stands before an answer, and what a prompt has there: a thought can be more. */
	readonly openings: ReadonlyMap<string, string>;
	/** What stands behind an answer, if it has a token. */
	readonly closings: ReadonlySet<string>;
	/** An answer goes on behind another opening: gpt-oss writes a thought so. */
	readonly isContinued?: boolean;
}

/** `marks`: the names of added tokens. null: the template has no such texts. */
export function findTurns(
	{ others, openings, closings, isContinued = false }: TurnTexts,
	areBegun: boolean,
	marks: readonly string[],
): WrittenTurns | null {
	const parts = [...others, ...openings.keys()];
	if (others.size === 0 || openings.size === 0 || parts.some((part) => part.trim() === ''))
		return null;
	const ends = isContinued ? others : [...others, ...openings.keys()];
	const [starts, opens, closes, nexts] = [others, openings.keys(), closings, ends].map(anyOf);
	const anyMark = new RegExp(marks.map(patternOf).join('|') || '(?!)', 'g');
	// Words such as “Assistant:” can stand in any text: a question must come first.
	const needsQuestion = [...openings.keys()].some((part) => !hasMark(part, marks));
	const next = (pattern: RegExp, text: string, from: number) => {
		pattern.lastIndex = from;
		return pattern.exec(text);
	};
	const openingAt = (text: string, from: number) => {
		const found = next(opens, text, from);
		if (!found) return null;
		const { index, 0: opening } = found;
		const agreed = [...openings.values()].map((full) =>
			agreedLength(full, text.slice(index, index + full.length), marks),
		);
		return { index, end: index + highest([opening.length, ...agreed]) };
	};
	const endOf = (text: string, from: number): { to: number; isOpen: boolean } => {
		const to = next(nexts, text, from)?.index ?? text.length;
		const close = next(closes, text, from);
		if (!close || close.index >= to) return { to, isOpen: to === text.length };
		const end = close.index + close[0].length;
		const more = isContinued ? openingAt(text, end) : null;
		return more?.index === end ? endOf(text, more.end) : { to: end, isOpen: false };
	};
	return {
		areBegun,
		areEnded: closings.size > 0,
		find(text) {
			const answers: WrittenAnswer[] = [];
			let at = needsQuestion ? (next(starts, text, 0)?.index ?? text.length) : 0;
			for (;;) {
				const opening = openingAt(text, at);
				if (!opening) break;
				const { to, isOpen } = endOf(text, opening.end);
				answers.push({ opening: opening.index, isOpen, from: opening.end, to });
				at = to;
			}
			const last = answers.pop();
			if (!last) return null;
			const hasMore = text.slice(last.to).replace(anyMark, '').trim() !== '';
			return [...answers, hasMore ? last : { ...last, to: text.length }];
		},
	};
}

/** Files differ in blanks between the words, and lack those at the ends. Longest parts first. */
function anyOf(parts: Iterable<string>): RegExp {
	const patterns = [...parts]
		.sort((a, b) => b.length - a.length)
		.map((part) => {
			const [, before, words, after] = /^(\s*)(.*?)(\s*)$/s.exec(part)!;
			const ends = [before, after].map((blanks) => (blanks ? `(?:${blanks})?` : ''));
			return ends.join(words.split(/\s+/).map(patternOf).join('\\s*'));
		});
	return new RegExp(patterns.join('|') || '(?!)', 'g');
}

const hasMark = (part: string, marks: readonly string[]) =>
	marks.some((mark) => part.includes(mark));

const said = (role: string, content: string, more = {}) => ({ role, content, ...more });
const call = { type: 'function', id: 'lookUp001', function: { name: 'look_up', arguments: {} } };
const question = said('user', 'the first question');
const answer = said('assistant', 'the first answer');
const rules = said('system', 'the rules');
const calling = said('assistant', '', { tool_calls: [call] });
const result = said('tool', 'the result', { tool_call_id: call.id, name: call.function.name });
const laterQuestion = said('user', 'the second question');
const laterAnswer = said('assistant', 'the second answer');
/** A template refuses some of these. */
const conversations: readonly Conversation['messages'][] = [
	[question, answer],
	[question, answer, laterQuestion, laterAnswer],
	[question, answer, rules, laterQuestion, laterAnswer],
];
const withResult = [question, calling, result, laterAnswer];
const thinking = [question, { ...answer, reasoning_content: 'the thought' }];

/** Throws InputError at a limit of the template. */
export function templateTurns(
	template: ChatTemplate,
	begin: string | undefined,
	marks: readonly string[],
): WrittenTurns | null {
	const others = new Set<string>();
	const openings = new Map<string, string>();
	const closings = new Set<string>();
	let areBegun = false;
	const read = (messages: Conversation['messages']) => {
		const { text, spans } = answerSpans(template, { messages }, marks);
		areBegun ||= begin !== undefined && text.startsWith(begin);
		let at = 0;
		messages.forEach(({ role, content }, i) => {
			const words = content as string;
			const start = text.indexOf(words, at);
			if (role !== 'assistant') {
				const before = text.slice(at, start);
				const follows = messages[i - 1]?.['role'] === 'assistant';
				if (follows && (role === 'user' || before.trim())) others.add(before);
				at = start + words.length;
				return;
			}
			const span = spans.find(({ from }) => from >= at);
			if (!span) return;
			const { prompted, header } = findOpening(template, { messages: messages.slice(0, i) });
			const opening = lastOf(text.slice(at, span.from), prompted.trim() ? prompted : header, marks);
			openings.set(opening, prompted);
			at = span.to;
			const closing = text.slice(start + words.length, span.to);
			if (words && hasMark(closing, marks)) closings.add(closing);
		});
		return spans.map(({ from, to }) => text.slice(from, to));
	};
	// Gemma 4 writes a tool's result into the turn of the call: it stands between two tokens.
	const readResult = () => {
		const called = template.render({ messages: withResult.slice(0, 2) }, false).text;
		const { text } = template.render({ messages: withResult }, false);
		const from = agreedLength(called, text, marks);
		const [at, to] = [result, laterAnswer].map(({ content }) => text.indexOf(content, from));
		if (at <= from || to < 0) return;
		const start = firstMark(text.slice(from, at), marks) ?? lastMark(text.slice(0, from), marks);
		const after = text.slice(at, to);
		const opening = lastMark(after, marks);
		if (!start || !opening || [...closings].some((closing) => closing.includes(start))) return;
		others.add(start);
		if (![...openings.keys()].some((head) => after.includes(head))) openings.set(opening, '');
	};
	for (const messages of conversations) unlessRefused(() => read(messages));
	if (!unlessRefused(() => read(withResult))) unlessRefused(readResult);
	const thoughts = unlessRefused(() => read(thinking)) ?? [];
	const heads = [...openings.keys()];
	const isContinued = thoughts.some((words) => heads.some((head) => words.includes(head)));
	// SmolLM2's begin token also begins each turn.
	const isTurn = begin === undefined || heads.some((head) => head.startsWith(begin));
	const starts = [...others].map((written) => {
		const start = isTurn ? written : written.replace(begin, '');
		return firstMark(start, marks) ?? start;
	});
	return findTurns({ others: new Set(starts), openings, closings, isContinued }, areBegun, marks);
}

function unlessRefused<T>(work: () => T): T | undefined {
	try {
		return work();
	} catch (error) {
		if (error instanceof ConversationError) return undefined;
		throw error;
	}
}

/** The end of `before` that is the opening. An unexpected one begins at the last token. */
function lastOf(before: string, expected: string, marks: readonly string[]): string {
	for (let length = expected.length; length > 0; length--)
		if (before.endsWith(expected.slice(0, length))) return expected.slice(0, length);
	return lastMark(before, marks) ?? before;
}

/** The token with which a turn starts: of unknown roles, too. */
function firstMark(start: string, marks: readonly string[]): string | null {
	const blanks = start.length - start.trimStart().length;
	const mark = marks.find((name) => start.startsWith(name, blanks));
	return mark === undefined ? null : start.slice(0, blanks) + mark;
}

/** The text from its last token on. */
function lastMark(text: string, marks: readonly string[]): string | null {
	const at = highest(marks.map((mark) => text.lastIndexOf(mark)));
	return at >= 0 ? text.slice(at) : null;
}
