/** An example as its author wrote it. Tokens and loss mask are derived (data/encode.ts). */
export type Role = 'system' | 'user' | 'assistant';
export interface Message {
	readonly role: Role;
	readonly content: string;
}
/**
 * The loss is on what the assistant says (and on the end token after it). Raw text is one assistant message
 * with nothing before it: the loss is on all of it.
 */
export interface Example {
	readonly messages: readonly Message[];
	/** The answer is known to be wrong. For evaluation and the page only: no policy ever sees it. */
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
