/** TRL's conversational prompt and completion: each a list of messages, [{role, content}, …]. */
import { isObject, type Json, type JsonObject } from '#engine/core/json.ts';
import { readMessages, readTurns } from './openAiMessages.ts';
import type { RowShape } from './shape.ts';
import { weightedMessages } from './toolMessages.ts';
import { conversation } from './turns.ts';

export const chatPairs: RowShape = {
	id: 'chatPairs',
	title: 'Prompt and completion as messages',
	matches: (row) => [row['prompt'], row['completion']].every(isChat),
	toExamples: ({ prompt, completion }) => [
		conversation(readTurns({ messages: [prompt, completion].flat() })),
	],
};

/**
 * Answers within the prompt have no loss, as in TRL. `chatPairs` trains on them too, and stays so:
 * shared links contain fingerprints of data that it read.
 */
export const chatCompletions: RowShape = {
	id: 'chatCompletions',
	title: 'Conversation and completion',
	matches: (row) =>
		chatPairs.matches(row) && readMessages({ messages: row['prompt'] })!.some(isAnswer),
	toExamples({ prompt, completion, ...row }) {
		const silent = [prompt].flat().map((each) => (isAnswer(each) ? { ...each, weight: 0 } : each));
		return weightedMessages.toExamples({ ...row, messages: [...silent, completion].flat() });
	},
};

const isAnswer = (message: Json): message is JsonObject =>
	isObject(message) && message['role'] === 'assistant';

const isChat = (messages: Json | undefined): boolean =>
	messages !== undefined && readMessages({ messages }) !== null;
