/** A conversation with the models of a run, each of which remembers its own answers. Pure. */
import type { ChatTurn } from '#engine/model/chatTemplate.ts';
import type { Generation } from '#lab/worker/protocol.ts';

export type Model = 'base' | 'tuned' | 'best';
/** Complete answers, or the text so far. */
export type Answers = { readonly [M in Model]?: Generation | string };
export interface Exchange {
	readonly prompt: string;
	/** The right answer; null: unknown. */
	readonly right: string | null;
	readonly answers: Answers;
	/** Steps that the tuned model had trained. */
	readonly step: number;
}

/** Whether the next prompt goes on after the exchanges so far and the newest answers. */
export const isConversation = (earlier: readonly Exchange[], answers: Answers): boolean =>
	earlier.length > 0 ||
	Object.values(answers).some((answer) => typeof answer !== 'string' && answer.isChat);

/** The exchanges with the newest one, unless it was cancelled before its first token. */
export const withExchange = (
	earlier: readonly Exchange[],
	newest: Exchange,
): readonly Exchange[] =>
	Object.keys(newest.answers).length === 0 ? earlier : [...earlier, newest];

/** The turns that a model has seen: the exchanges that it answered. */
export const turnsOf = (
	exchanges: readonly Pick<Exchange, 'prompt' | 'answers'>[],
	model: Model,
): ChatTurn[] =>
	exchanges.flatMap(({ prompt, answers: { [model]: answer } }) =>
		answer === undefined || typeof answer === 'string'
			? []
			: [
					{ role: 'user', content: prompt },
					{ role: 'assistant', content: answer.text },
				],
	);
