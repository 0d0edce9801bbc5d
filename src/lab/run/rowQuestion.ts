/** What a prompt box can ask of a row. */
import { saidText, type Example } from '#engine/data/example.ts';

export interface RowQuestion {
	readonly prompt: string;
	/** Null: raw text, which many texts continue. */
	readonly answer: string | null;
}

/**
 * The question of the row's first trained answer: later ones need the turns before them. Of raw
 * text, its first third, to the end of a word.
 */
export function rowQuestion({ messages }: Pick<Example, 'messages'>): RowQuestion {
	const at = messages.findIndex(({ role, weight }) => role === 'assistant' && weight !== 0);
	const question = messages.slice(0, at).findLast(({ role }) => role === 'user');
	if (question) return { prompt: question.content, answer: saidText(messages[at]) };
	const [{ content }] = messages;
	const third = content.slice(0, Math.ceil(content.length / 3));
	return { prompt: third.replace(/(?<=\S)\s+\S*$/, ''), answer: null };
}
