/** What a prompt box can ask of a row. */
import type { Example } from '#engine/data/example.ts';

/** The last question of the row; of raw text, its first third. */
export function rowPrompt({ messages }: Pick<Example, 'messages'>): string {
	const question = messages.findLast(({ role }) => role === 'user');
	if (question) return question.content;
	const [{ content }] = messages;
	return content.slice(0, Math.ceil(content.length / 3));
}
