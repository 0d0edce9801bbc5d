/** A training example as text. data/encode.ts derives its tokens and loss mask. */
import type { Json } from '#engine/core/json.ts';

export type Role = 'system' | 'user' | 'assistant' | 'tool';
/** The optional fields have the names of OpenAI's format, which chat templates read. */
export interface Message {
	readonly role: Role;
	readonly content: string;
	/** The calls of an answer that calls tools: `{ function: { name, arguments } }` each. */
	readonly tool_calls?: readonly Json[];
	readonly tool_call_id?: string;
	/** The tool that wrote this message. */
	readonly name?: string;
	/** An answer without loss. */
	readonly weight?: 0;
	/** The thoughts before an answer. */
	readonly reasoning_content?: string;
}
/**
 * The loss is on each assistant message without a weight, and its end token. Raw text is one such
 * message.
 */
export interface Example {
	readonly messages: readonly Message[];
	/** JSON schemas of the tools that the answers may call. */
	readonly tools?: readonly Json[];
	/** The answer is known to be wrong. Only evaluation and the page use this, never a policy. */
	readonly noisy?: true;
}

export const promptAnswer = (prompt: string, answer: string): Example => ({
	messages: [
		{ role: 'user', content: prompt },
		{ role: 'assistant', content: answer },
	],
});
export const rawText = (text: string): Example => ({
	messages: [{ role: 'assistant', content: text }],
});

export const isTrainedAnswer = ({ role, weight }: Message): boolean =>
	role === 'assistant' && weight !== 0;

/** The first answer with a loss; '' if there is none. */
export const firstAnswer = ({ messages }: Pick<Example, 'messages'>): string =>
	messages.find(isTrainedAnswer)?.content ?? '';

/** Whether the example asks for its answer. Raw text does not. */
export const isQuestion = ({ messages }: Pick<Example, 'messages'>): boolean =>
	messages.some(({ role }) => role !== 'assistant');

/** Calls, thoughts and tools of an example as one text; empty if it has none. */
export function toolText({
	messages,
	tools,
}: Pick<Example, 'messages'> & { tools?: unknown }): string {
	const calls = messages.flatMap(({ tool_calls, reasoning_content }, i) =>
		tool_calls || reasoning_content ? [[i, tool_calls ?? null, reasoning_content ?? null]] : [],
	);
	return calls.length > 0 || tools ? JSON.stringify([calls, tools ?? null]) : '';
}
