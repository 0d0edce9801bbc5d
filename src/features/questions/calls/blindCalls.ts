/** Calls about blind marking by a person: one marking at a time, whose names stay in the worker until it is over. */
import type { BlindView } from '../model/blind.ts';

declare module '#lab/worker/protocol.ts' {
	interface Calls {
		/** Goes on where the same scorer stopped, with the same seed and the same answer sets. Throws InputError. */
		'blind.open': {
			request: { questions: string; answerSets: readonly string[]; scorer: string; seed: number };
			reply: BlindView;
		};
		/** A key, as KeyboardEvent.key: replies when its grade is stored. */
		'blind.press': { request: { key: string }; reply: BlindView };
		/** Puts the cursor on a cell of the pair in hand. */
		'blind.point': { request: { side: number; category: number }; reply: BlindView };
		/** Shows the names though pairs are left. */
		'blind.end': { request: void; reply: BlindView };
	}
}
