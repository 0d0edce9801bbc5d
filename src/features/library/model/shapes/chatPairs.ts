/** TRL's conversational prompt and completion: each a list of messages, [{role, content}, …]. */
import type { Json } from '#core/json.ts';
import { messagesOf, readTurns } from './openAiMessages.ts';
import type { RowShape } from './shape.ts';
import { conversation } from './turns.ts';

export const chatPairs: RowShape = {
	id: 'chatPairs',
	title: 'Prompt and completion as messages',
	matches: (row) => [row['prompt'], row['completion']].every(isChat),
	toExamples: ({ prompt, completion }) => [
		conversation(readTurns({ messages: [prompt, completion].flat() })),
	],
};

const isChat = (messages: Json | undefined): boolean =>
	messages !== undefined && messagesOf({ messages }) !== null;
