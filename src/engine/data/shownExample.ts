/** An example as a model reads it: the text of its tokens, and which of them are in the loss. */
import type { Message } from '#engine/core/message.ts';
import { ConversationError } from '#engine/model/chatTemplate.ts';
import type { Tokenizer } from '#engine/model/tokenizer.ts';
import { encodeExample } from './encode.ts';
import type { Example } from './example.ts';

export interface ShownExample {
	/** In order. Special tokens have their names. */
	readonly parts: readonly { readonly text: string; readonly isTrained: boolean }[];
	/** The example is longer than the context. */
	readonly cut: boolean;
	/** The reason why the model cannot read the example, which then has no parts. */
	readonly unfit?: Message;
}

export function shownExample(row: Example, tokenizer: Tokenizer, context: number): ShownExample {
	try {
		const { tokens, targets, cut } = encodeExample(row, tokenizer, context);
		const starts = targets.flatMap((target, i) => (target === targets[i - 1] ? [] : i));
		const parts = starts.map((from, i) => ({
			text: markedText(tokens.slice(from, starts[i + 1]), tokenizer),
			isTrained: targets[from] === 1,
		}));
		return { parts, cut };
	} catch (error) {
		if (!(error instanceof ConversationError)) throw error;
		return { parts: [], cut: false, unfit: error.statement };
	}
}

function markedText(tokens: readonly number[], tokenizer: Tokenizer): string {
	let text = '';
	let from = 0;
	tokens.forEach((id, i) => {
		const name = tokenizer.names.get(id);
		if (name === undefined) return;
		text += tokenizer.decode(tokens.slice(from, i)) + name;
		from = i + 1;
	});
	return text + tokenizer.decode(tokens.slice(from));
}
