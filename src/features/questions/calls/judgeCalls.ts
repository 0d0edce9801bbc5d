/** Calls about a judge model. The key comes with each call, stays in memory, and is in no reply and no error. */
import type { JudgeOutcome, JudgeSettings, MarkScale } from '../model/judge.ts';

export interface JudgeTyped {
	readonly address: string;
	readonly model: string;
	readonly scale?: MarkScale;
	readonly concurrency?: number;
	/** Seconds for one answer. */
	readonly timeout?: number;
}

declare module '#lab/worker/protocol.ts' {
	interface Calls {
		/** What was typed, checked, and the origin that the page's policy needs for it. Throws InputError with the mend. */
		'judge.read': {
			request: JudgeTyped;
			reply: { readonly judge: JudgeSettings; readonly origin: string };
		};
		/** One short question: address, model and key are right, or an InputError says which is not. */
		'judge.try': { request: { judge: JudgeTyped; key: string }; reply: void };
		/**
		 * Marks the answers that this model has not marked yet, each stored at once. Progress comes with `task`; task.cancel
		 * ends it, and what is marked stays.
		 */
		'judge.score': {
			request: {
				task: string;
				questions: string;
				answerSets: readonly string[];
				judge: JudgeTyped;
				key: string;
				/** Those that it has marked already too. */
				again?: boolean;
			};
			/** `kept`: answers that had its marks already. */
			reply: JudgeOutcome & { readonly kept: number };
		};
	}
}
