/**
 * The answers in a text that has a conversation written out, as a text column of trainers'
 * notebooks has it. The borders are read off a conversation that the chat template writes, so the
 * spans are those of a row of messages: the words, the end of the turn, and a line break after it.
 */
import { lowest } from '#engine/core/statistics.ts';
import { ConversationError, type ChatTemplate } from '../chatTemplate.ts';
import { answerSpans, findOpening } from './chatSpans.ts';
import type { Span } from './templateRuntime.ts';

/** What stands before an answer, ends it, and can begin the next turn; empty: nothing. */
export interface TurnBorders {
	readonly opening: string;
	readonly closing: string;
	readonly next: readonly string[];
	/** The template writes the begin token, and an end token behind an answer. */
	readonly hasBegin: boolean;
	readonly hasEnd: boolean;
}

/** A text without such answers has none. Blanks at the ends of a border can be missing. */
export function findAnswers(text: string, { opening, closing, next }: TurnBorders): Span[] {
	const spans: Span[] = [];
	const [head, end] = [opening.trim(), closing.trim()];
	const find = (border: string, from: number) => {
		const at = border === '' ? -1 : text.indexOf(border, from);
		return at < 0 ? text.length : at;
	};
	const behind = (border: string, at: number) => {
		const blanks = /\s*$/.exec(border)![0];
		return text.startsWith(blanks, at) ? at + blanks.length : at;
	};
	for (let at = find(head, 0); at < text.length;) {
		const from = behind(opening, at + head.length);
		const limit = lowest(next.map((border) => find(border.trim(), from)));
		const closed = find(end, from);
		const to = closed < limit ? behind(closing, closed + end.length) : limit;
		// Some templates end the last turn with one more token.
		const isLast = /^\s*(?:<[^<>\s]*>)?\s*$/.test(text.slice(to));
		spans.push({ from, to: isLast ? text.length : to });
		at = find(head, to);
	}
	return spans;
}

const [question, answer, laterQuestion] = ['the first question', 'the first answer', 'the second'];

const role = /^<\|\w+\|>$/;

/** null: the template refuses a usual conversation, or changes its words. */
export function readBorders(
	template: ChatTemplate,
	marks: readonly string[],
	begin: string | undefined,
): TurnBorders | null {
	const messages = [
		{ role: 'user', content: question },
		{ role: 'assistant', content: answer },
		{ role: 'user', content: laterQuestion },
		{ role: 'assistant', content: 'the last answer' },
	];
	try {
		const { text, spans } = answerSpans(template, { messages }, marks);
		const [{ from, to }] = spans;
		const { prompted } = findOpening(template, { messages: messages.slice(0, 1) });
		const before = text.slice(text.indexOf(question) + question.length, from);
		const between = text.slice(to, text.indexOf(laterQuestion, to));
		const first = marks.find((mark) => between.trimStart().startsWith(mark));
		const closing = text.slice(text.indexOf(answer) + answer.length, to);
		const hasEnd = marks.some((mark) => closing.includes(mark));
		return {
			opening: sharedEnd(before, prompted),
			closing,
			// Without an end token, the token of any role ends an answer.
			next: hasEnd ? [first ?? between] : [between, ...marks.filter((mark) => role.test(mark))],
			hasBegin: begin !== undefined && text.startsWith(begin),
			hasEnd,
		};
	} catch (error) {
		if (error instanceof ConversationError) return null;
		throw error;
	}
}

/** The end of `before` with which the prompt begins: the end of a question is no part of it. */
function sharedEnd(before: string, prompted: string): string {
	for (let length = prompted.length; length > 0; length--)
		if (before.endsWith(prompted.slice(0, length))) return prompted.slice(0, length);
	return before;
}
