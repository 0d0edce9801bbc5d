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
