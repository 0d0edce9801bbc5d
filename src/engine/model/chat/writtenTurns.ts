/**
 * Conversations that are written out in a text as a model's chat template writes them. Loss on the
 * answers only: as TRL's completion-only loss and unsloth's train_on_responses_only.
 */
import { lowest } from '#engine/core/statistics.ts';
import { patternOf } from '#engine/core/text.ts';
import { ConversationError, type ChatTemplate } from '../chatTemplate.ts';
import { agreedLength } from './chatSpans.ts';
import type { Span } from './templateRuntime.ts';

/** An answer and the end of its turn. */
export interface WrittenAnswer extends Span {
	/** Where the text before the answer begins that only stands before answers. */
	readonly opening: number;
	readonly isClosed: boolean;
}

export interface WrittenTurns {
	/** The conversations begin with the begin token. */
	readonly areBegun: boolean;
	/** null: the text has no question with an answer as the model writes them. */
	find(text: string): readonly WrittenAnswer[] | null;
}

/** What stands before a question, and before and after an answer. */
interface TurnTexts {
	readonly question: string;
	readonly opening: string;
	/** What some answers have behind it: the empty thoughts of a template that asks for none. */
	readonly thought?: string;
	readonly closing: string;
}

/** `marks`: the names of added tokens. null: the template has no such texts. */
export function findTurns(
	{ question, opening, thought = '', closing }: TurnTexts,
	areBegun: boolean,
	marks: readonly string[],
): WrittenTurns | null {
	if ([question, opening].some((part) => part.trim() === '')) return null;
	const asks = new RegExp(toPattern(question), 'g');
	const opens = new RegExp(`${toPattern(opening)}(?:${toPattern(thought)})?`, 'g');
	const closes = new RegExp(closing.trim() ? toPattern(closing) : `(?=${asks.source})`, 'g');
	const anyMark = new RegExp(marks.map(patternOf).join('|') || '(?!)', 'g');
	const next = (pattern: RegExp, text: string, from: number) => {
		pattern.lastIndex = from;
		return pattern.exec(text);
	};
	return {
		areBegun,
		find(text) {
			const answers: WrittenAnswer[] = [];
			let at = next(asks, text, 0)?.index;
			while (at !== undefined) {
				const start = next(opens, text, at);
				if (!start) break;
				const from = start.index + start[0].length;
				const end = next(closes, text, from);
				const to = end ? end.index + end[0].length : text.length;
				answers.push({ opening: start.index, isClosed: end !== null, from, to });
				at = end?.index;
			}
			const last = answers.pop();
			if (!last) return null;
			const hasMore = text.slice(last.to).replace(anyMark, '').trim() !== '';
			return [...answers, hasMore ? last : { ...last, to: text.length }];
		},
	};
}

/** Files differ in blanks between the parts, and lack those at the ends. */
function toPattern(part: string): string {
	const words = part.trim().split(/\s+/).map(patternOf).join('\\s*');
	const [blanks] = /\s*$/.exec(part)!;
	return `${words}(?:${blanks})?`;
}

const words = [
	'the first question',
	'the first answer',
	'the second question',
	'the second answer',
];

/** Throws InputError at a limit of the template. */
export function templateTurns(
	template: ChatTemplate,
	begin: string | undefined,
	marks: readonly string[],
): WrittenTurns | null {
	const rendered = (count: number, isPrompt = false) => {
		const messages = words
			.slice(0, count)
			.map((content, i) => ({ role: i % 2 === 0 ? 'user' : 'assistant', content }));
		return template.render({ messages }, isPrompt).text;
	};
	const behind = (text: string, word: string) => text.slice(text.indexOf(word) + word.length);
	try {
		const parts = new RegExp(`^(.*)${words.join('(.*)')}`, 's').exec(rendered(4));
		if (!parts) return null;
		const [before, opening, between, laterOpening] = parts.slice(1);
		const tail = behind(rendered(2), words[1]);
		const firstMark = lowest(marks.map((mark) => endOf(between, mark)));
		const end = tail.trim() && (agreedLength(tail, between, marks) || firstMark);
		const closing = between.slice(0, end || 0);
		const header = opening.slice(0, agreedLength(opening, laterOpening, marks));
		const [plain, prompt] = [false, true].map((isPrompt) =>
			behind(rendered(1, isPrompt), words[0]),
		);
		// Mistral's template has no text for a prompt, and a blank before an answer.
		const start = prompt !== plain || header.trimEnd() === prompt ? prompt : header;
		const agreed = agreedLength(start, header, marks);
		const texts = {
			question: between.slice(closing.length).replace(begin ?? '', ''),
			opening: start.slice(0, agreed),
			thought: start.slice(agreed),
			closing,
		};
		return findTurns(texts, begin !== undefined && before.startsWith(begin), marks);
	} catch (error) {
		if (error instanceof ConversationError) return null;
		throw error;
	}
}

const endOf = (text: string, part: string) =>
	text.includes(part) ? text.indexOf(part) + part.length : Infinity;
