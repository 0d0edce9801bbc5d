/** A training example as text. data/encode.ts derives its tokens and loss mask. */
export type Role = 'system' | 'user' | 'assistant';
export interface Message {
	readonly role: Role;
	readonly content: string;
}
/** The loss is on each assistant message and its end token. Raw text is one such message. */
export interface Example {
	readonly messages: readonly Message[];
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
