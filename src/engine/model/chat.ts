/** Conversations as tokens of a model with a chat template. */
import type { Chat, MarkedEncoder, Tokenizer } from './tokenizer.ts';
import { answerSpans, findOpening } from './chat/chatSpans.ts';
import {
	ConversationError,
	readChatTemplate,
	type ChatTemplate,
	type Conversation,
} from './chatTemplate.ts';
import { encodeSpans } from './chat/chatTokens.ts';
import { readBorders, type TurnBorders } from './chat/writtenTurns.ts';

export { encodeSpans } from './chat/chatTokens.ts';
export { findAnswers, type TurnBorders } from './chat/writtenTurns.ts';
export type { Span } from './chat/templateRuntime.ts';

/** Contents of tokenizer_config.json and special_tokens_map.json. */
interface TokenizerFiles {
	readonly config: Readonly<Record<string, unknown>>;
	readonly special: () => Readonly<Record<string, unknown>>;
}

/** The tokenizer, with the model's own chat template if it has one. `texts`: files by name. */
export function withChatTemplate(
	tokenizer: Tokenizer,
	texts: ReadonlyMap<string, string>,
	files: TokenizerFiles,
): Tokenizer {
	const template = readChatTemplate(texts, files.config, files.special);
	if (!template) return tokenizer;
	return { ...tokenizer, chat: createChat(template, tokenizer) };
}

export function createChat(
	template: ChatTemplate,
	{ begin, end: textEnd, marked: encoder }: Pick<Tokenizer, 'begin' | 'end' | 'marked'>,
): Chat {
	const marks = [...encoder.added.values()].map(({ content }) => content).filter(Boolean);
	const show = (conversation: Conversation) => answerSpans(template, conversation, marks);
	const encode = (conversation: Conversation) => {
		const { text, spans } = show(conversation);
		return encodeSpans(text, spans, encoder);
	};
	let end: number | undefined;
	let borders: TurnBorders | null | undefined;
	return {
		get borders() {
			return (borders ??= readBorders(
				template,
				marks,
				begin === null ? undefined : encoder.added.get(begin)?.content,
			));
		},
		get end() {
			return (end ??= findEnd(show, encoder) ?? textEnd);
		},
		encode,
		prompt(conversation) {
			const { header } = findOpening(template, conversation);
			return encoder.encode(template.render(conversation, true).text + header).ids;
		},
		show,
	};
}

/** In the shortest conversation, the first special token after the answer's words. */
function findEnd(show: Chat['show'], encoder: MarkedEncoder): number | undefined {
	try {
		const messages = [
			{ role: 'user', content: 'Question' },
			{ role: 'assistant', content: 'Answer' },
		];
		const { text } = show({ messages });
		const after = text.slice(text.lastIndexOf('Answer') + 'Answer'.length);
		return encoder.encode(after).ids.find((id) => encoder.added.get(id)?.special);
	} catch (error) {
		if (error instanceof ConversationError) return undefined;
		throw error;
	}
}
