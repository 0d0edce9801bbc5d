/**
 * The model's words in a rendered conversation. A template with `{% generation %}` says where they
 * are, as in transformers. Without it, they are what the template writes for an assistant's message
 * after the text of `add_generation_prompt`: the words, the end of the turn, and a line break after
 * it. TRL's templates for training (trl/chat_templates/*_training.jinja, TRL 1.16) mark the same.
 */
import type { JsonObject } from '#engine/core/json.ts';
import { sentence } from '#engine/core/message.ts';
import { ConversationError, type ChatTemplate, type Conversation } from '../chatTemplate.ts';
import { strip } from './pythonStrings.ts';
import type { Span } from './templateRuntime.ts';

/** The text that a template writes before an answer. */
export interface Opening {
	/** The text for `add_generation_prompt`; empty if the template ignores it. */
	readonly prompted: string;
	/** The header that such a template still writes before an answer. */
	readonly header: string;
}

const probe = { role: 'user', content: 'Question' };
const probeWords = 'Answer';

/** Empty texts for a template that refuses the shortest conversation. */
export function findOpening(template: ChatTemplate): Opening {
	const prompt = tryRender(template, [probe], true);
	const asked = tryRender(template, [probe], false)?.text ?? '';
	// Phi-3's template adds an end token if no answer is asked for.
	const before = prompt?.text.startsWith(asked) ? asked.length : prompt?.turns[0].at(-1)?.to;
	const prompted = prompt?.text.slice(before ?? prompt.text.length) ?? '';
	if (prompted !== '') return { prompted, header: '' };
	const answered = tryRender(template, [probe, { role: 'assistant', content: probeWords }], false);
	const turn = answered?.turns[1].length === 1 ? answered.turns[1][0] : null;
	const written = turn ? answered!.text.slice(turn.from, turn.to) : '';
	const header = written.slice(0, Math.max(0, written.indexOf(probeWords)));
	return { prompted, header: header.trim() === '' ? '' : header };
}

function tryRender(template: ChatTemplate, messages: readonly JsonObject[], prompts: boolean) {
	try {
		return template.render({ messages }, prompts);
	} catch (error) {
		if (error instanceof ConversationError) return undefined;
		throw error;
	}
}

/**
 * The rendered conversation and the spans of the model's words. `marks`: the names of added tokens.
 * Throws ConversationError if the template leaves out or changes words of a message.
 */
export function answerSpans(
	template: ChatTemplate,
	conversation: Conversation,
	opening: Opening,
	marks: readonly string[],
): { readonly text: string; readonly spans: readonly Span[] } {
	const { messages } = conversation;
	const { text, turns, generated } = template.render(conversation, false);
	messages.forEach((message, i) => checkKept(message, i, text));
	const isSilent = (message: JsonObject) => message['weight'] === 0;
	if (template.hasGeneration(conversation)) {
		const silent = turns.filter((_, i) => isSilent(messages[i])).flat();
		const isHeard = (span: Span) =>
			silent.every(({ from, to }) => span.to <= from || span.from >= to);
		return { text, spans: generated.filter(isHeard) };
	}
	const spans = messages.flatMap((message, i) => {
		if (message['role'] !== 'assistant' || isSilent(message)) return [];
		const [turn, ...more] = turns[i];
		const span =
			turn && more.length === 0
				? {
						from: turn.from + openingLength(text.slice(turn.from, turn.to), opening, marks),
						to: turn.to,
					}
				: betweenPrefixes(template, conversation, i, text);
		const to = i === messages.length - 1 ? text.length : span.to;
		checkSaid(message, i, text.slice(span.from, to));
		return [{ from: span.from, to }];
	});
	return { text, spans };
}

/**
 * The length of the opening at the start of a turn. Templates of thinking models may prompt with
 * more than they write for an earlier answer: whole lines and whole tokens must agree.
 */
function openingLength(
	turn: string,
	{ prompted, header }: Opening,
	marks: readonly string[],
): number {
	const expected = prompted || header;
	if (turn.startsWith(expected)) return expected.length;
	let same = 0;
	while (same < expected.length && turn[same] === expected[same]) same++;
	const isBorder = (at: number) =>
		expected[at - 1] === '\n' || marks.some((mark) => expected.slice(0, at).endsWith(mark));
	while (same > 0 && !isBorder(same)) same--;
	if (same > 0) return same;
	throw new ConversationError(
		sentence`the chat template begins an answer in another way than it asks for one`,
	);
}

/** For templates that do not go through the messages one by one. */
function betweenPrefixes(
	template: ChatTemplate,
	{ messages, tools }: Conversation,
	at: number,
	text: string,
): Span {
	const prefix = (count: number, prompts: boolean) =>
		template.render({ messages: messages.slice(0, count), tools }, prompts).text;
	const [before, after] = [prefix(at, true), prefix(at + 1, false)];
	if (at > 0 && text.startsWith(before) && text.startsWith(after) && after.length > before.length)
		return { from: before.length, to: after.length };
	throw new ConversationError(
		sentence`the chat template does not write message ${at + 1} in one piece, so the answer cannot
			be found`,
	);
}

const readText = ({ content }: JsonObject): string =>
	typeof content === 'string' ? trimmed(content) : '';

/** Without what Python or JavaScript calls a blank: templates trim in Python. */
const trimmed = (text: string): string => strip(strip(text, 'both').trim(), 'both');

/** Templates may trim a text, write it as JSON, and leave out an earlier answer's reasoning. */
function checkKept(message: JsonObject, at: number, rendered: string): void {
	const said = readText(message);
	const words = message['role'] === 'assistant' ? withoutReasoning(said) : said;
	if (rendered.includes(words) || rendered.includes(JSON.stringify(words).slice(1, -1))) return;
	throw changed(at);
}

const withoutReasoning = (said: string): string => trimmed(said.split('</think>').at(-1)!);

/** The span has the answer's words and the names of called tools. */
function checkSaid(message: JsonObject, at: number, span: string): void {
	const calls = Array.isArray(message['tool_calls']) ? (message['tool_calls'] as JsonObject[]) : [];
	const names = calls.map((call) => ((call['function'] ?? call) as JsonObject)['name']);
	const needed = [withoutReasoning(readText(message)), ...names];
	if (!needed.every((part) => typeof part !== 'string' || span.includes(part))) throw changed(at);
}

const changed = (at: number) =>
	new ConversationError(
		sentence`the chat template leaves out or changes the words of message ${at + 1}`,
	);
