/**
 * The spans of the model's words in a rendered conversation. A template with `{% generation %}`
 * marks them, as in transformers. In other templates they are what the template writes for an
 * assistant's message after the text of `add_generation_prompt`: the words, the end of the turn,
 * and a line break after it. TRL's templates for training (TRL 1.16, *_training.jinja) mark the
 * same in most families. In some, TRL also marks text of the prompt, which the model
 * never writes: its last line break (Qwen2.5), `<think>` (Qwen3.5, Nemotron 3), the whole header
 * (DeepSeek, gpt-oss).
 */
import { isObject, type JsonObject } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { ConversationError, type ChatTemplate, type Conversation } from '../chatTemplate.ts';
import { strip } from './pythonStrings.ts';
import type { Span } from './templateRuntime.ts';

/** The text that a template writes before an answer. */
interface Opening {
	/** The text for `add_generation_prompt`; empty if the template ignores it. */
	readonly prompted: string;
	/** The header that such a template still writes before an answer. */
	readonly header: string;
}

/**
 * The opening after `conversation`, which ends before an answer. Throws ConversationError if the
 * template refuses it or writes no answer after it.
 */
export function findOpening(template: ChatTemplate, conversation: Conversation): Opening {
	const prompt = template.render(conversation, true);
	const plain = template.render(conversation, false).text;
	// Phi-3's template adds an end token if no answer is asked for.
	const end = prompt.text.startsWith(plain) ? plain.length : prompt.turns.at(-1)?.at(-1)?.to;
	const prompted = prompt.text.slice(end ?? prompt.text.length);
	if (prompted !== '') return { prompted, header: '' };
	const messages = [...conversation.messages, { role: 'assistant', content: probeWords }];
	const answered = template.render({ ...conversation, messages }, false);
	const isAfter = answered.text.startsWith(prompt.text);
	const start = isAfter ? prompt.text.length : answered.turns.at(-1)?.at(0)?.from;
	const words = start === undefined ? -1 : answered.text.indexOf(probeWords, start);
	if (words < 0) throw unopened();
	const header = answered.text.slice(start, words);
	return { prompted, header: header.trim() === '' ? '' : header };
}

const probeWords = 'Answer';

/** The opening after the conversation's first messages, up to an answer. */
function openingWithin(template: ChatTemplate, { messages, tools }: Conversation): Opening {
	const isAnswer = (message?: JsonObject) => message?.['role'] === 'assistant';
	const answer = messages.findIndex(
		(message, i) => isAnswer(message) && !isAnswer(messages[i - 1]) && i > 0,
	);
	if (answer < 0)
		throw new ConversationError(
			say("no message stands before an answer, so the answer's start cannot be found"),
		);
	return findOpening(template, { messages: messages.slice(0, answer), tools });
}

/**
 * The rendered conversation and the spans of the model's words. `marks`: the names of added tokens.
 * Throws ConversationError if the template leaves out or changes words of a message.
 */
export function answerSpans(
	template: ChatTemplate,
	conversation: Conversation,
	marks: readonly string[],
): { readonly text: string; readonly spans: readonly Span[] } {
	const { messages } = conversation;
	const { text, turns, generated } = template.render(conversation, false);
	messages.forEach((message, i) => checkKept(message, i, text));
	checkCalls(template, conversation);
	if (template.hasGeneration(conversation)) {
		const untrained = turns.filter((_, i) => isUntrained(messages[i])).flat();
		const isTrained = (span: Span) =>
			untrained.every(({ from, to }) => span.to <= from || span.from >= to);
		return { text, spans: generated.filter(isTrained) };
	}
	if (!messages.some(isTrainedAnswer)) return { text, spans: [] };
	const opening = openingWithin(template, conversation);
	const textOf = ({ from, to }: Span) => text.slice(from, to);
	const otherTurns = messages.flatMap(({ role }, i) =>
		role === 'assistant' ? [] : turns[i].slice(0, 1).map(textOf),
	);
	const spans = messages.flatMap((message, i) => {
		if (!isTrainedAnswer(message)) return [];
		const [turn, ...more] = turns[i];
		const span =
			turn && more.length === 0
				? { from: turn.from + openingLength(textOf(turn), opening, marks, otherTurns), to: turn.to }
				: betweenPrefixes(template, conversation, i, text, opening);
		const to = i === messages.length - 1 ? text.length : span.to;
		checkSaid(message, i, text.slice(span.from, to));
		return [{ from: span.from, to }];
	});
	const isWritten = turns.some((spansOfTurn) => spansOfTurn.length > 0);
	if (isWritten)
		messages.forEach((message, i) => {
			if (turns[i].length === 0) checkOutside(message, i, spans.map(textOf));
		});
	return { text, spans };
}

/**
 * Another role's words are in no answer. Gemma 4's template writes a tool's result in the turn of
 * the call.
 */
function checkOutside(message: JsonObject, at: number, answers: readonly string[]): void {
	const words = message['role'] === 'assistant' ? '' : readText(message);
	if (words !== '' && answers.some((answer) => answer.includes(words)))
		throw new ConversationError(
			say('the chat template writes message {i} into an answer', { i: at + 1 }),
		);
}

/**
 * The length of the opening at the start of a turn. A template of a thinking model may
 * prompt with more than it writes for an earlier answer. So the opening is the beginning that both
 * have in common, in whole lines and tokens. No turn of another role may begin with it.
 */
function openingLength(
	turn: string,
	{ prompted, header }: Opening,
	marks: readonly string[],
	otherTurns: readonly string[],
): number {
	const expected = prompted || header;
	const same = agreedLength(expected, turn, marks);
	const agreed = turn.slice(0, same);
	if (same < expected.length)
		if (same === 0 || otherTurns.some((other) => other.startsWith(agreed))) throw unopened();
	return same;
}

/** The length of the beginning that both have: all of `expected`, or whole lines and marks. */
function agreedLength(expected: string, text: string, marks: readonly string[]): number {
	if (text.startsWith(expected)) return expected.length;
	let same = 0;
	while (same < expected.length && text[same] === expected[same]) same++;
	const isBorder = (at: number) =>
		expected[at - 1] === '\n' || marks.some((mark) => expected.slice(0, at).endsWith(mark));
	while (same > 0 && !isBorder(same)) same--;
	return same;
}

const unopened = () =>
	new ConversationError(
		say('the chat template begins an answer in another way than it asks for one'),
	);

/** For templates that do not go through the messages one by one. */
function betweenPrefixes(
	template: ChatTemplate,
	{ messages, tools }: Conversation,
	at: number,
	text: string,
	{ header }: Opening,
): Span {
	const prefix = (count: number, prompts: boolean) =>
		template.render({ messages: messages.slice(0, count), tools }, prompts).text;
	const [before, after] = [prefix(at, true) + header, prefix(at + 1, false)];
	if (at > 0 && text.startsWith(before) && text.startsWith(after) && after.length > before.length)
		return { from: before.length, to: after.length };
	throw new ConversationError(
		say(
			'the chat template does not write message {at} in one piece, so the answer cannot be found',
			{ at: at + 1 },
		),
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

const isUntrained = (message: JsonObject) => message['weight'] === 0;
const isTrainedAnswer = (message: JsonObject) =>
	message['role'] === 'assistant' && !isUntrained(message);

const callsOf = ({ tool_calls: calls }: JsonObject): readonly JsonObject[] =>
	Array.isArray(calls) ? (calls as readonly JsonObject[]) : [];

/**
 * A template without calls would train empty answers. Its own text can have the name of a tool
 * (`end`, in a marker), so each call is written once under a name that no template has.
 */
function checkCalls(template: ChatTemplate, { messages, tools }: Conversation): void {
	const called = messages.map((message) => (isTrainedAnswer(message) ? callsOf(message) : []));
	if (called.every((calls) => calls.length === 0)) return;
	const newName = (at: number, call: number) => `probe_${at}_${call}_of_calls`;
	const renamed = messages.map((message, at) =>
		called[at].length === 0
			? message
			: { ...message, tool_calls: called[at].map((call, i) => withName(call, newName(at, i))) },
	);
	let text = '';
	try {
		({ text } = template.render({ messages: renamed, tools }, false));
	} catch (error) {
		// A template that knows the names of the tools writes them.
		if (error instanceof ConversationError) return;
		throw error;
	}
	called.forEach((calls, at) => {
		if (!calls.every((_, i) => text.includes(newName(at, i)))) throw changed(at);
	});
}

function withName(call: JsonObject, name: string): JsonObject {
	const { function: inner } = call;
	return isObject(inner) ? { ...call, function: { ...inner, name } } : { ...call, name };
}

/** The span has the answer's words and the names of called tools. */
function checkSaid(message: JsonObject, at: number, span: string): void {
	const calls = callsOf(message);
	const names = calls.map((call) => ((call['function'] ?? call) as JsonObject)['name']);
	const needed = [withoutReasoning(readText(message)), ...names];
	if (!needed.every((part) => typeof part !== 'string' || span.includes(part))) throw changed(at);
}

const changed = (at: number) =>
	new ConversationError(
		say('the chat template leaves out or changes the words of message {at}', { at: at + 1 }),
	);
