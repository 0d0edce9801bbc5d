/** Real chat templates against transformers: each text is the same, or both refuse it. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
	ConversationError,
	readChatTemplate,
	type Conversation,
} from '#engine/model/chatTemplate.ts';
import golden from './templates.json' with { type: 'json' };

/**
 * DeepSeek-V3's template adds a call's arguments to a text. transformers refuses a dict there, and
 * the lab writes its JSON, as TRL's template for training.
 */
const withArguments = ['a call', 'two calls and words', 'a call without tools'];

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

describe.each(Object.entries(golden.templates))('%s', (name, { template: source, hashes }) => {
	const texts = new Map([['chat_template.jinja', source]]);
	const template = readChatTemplate(texts, golden.special, () => ({}))!;
	test.each(Object.entries(golden.conversations))('%s', (title, goldenConversation) => {
		const conversation = {
			...goldenConversation,
			tools: goldenConversation.tools ?? undefined,
		} as Conversation;
		const expected = hashes[title as keyof typeof hashes];
		const isAdded = name === 'deepseekv3' && withArguments.includes(title);
		[false, true].forEach((prompts, i) => {
			const render = () => template.render(conversation, prompts).text;
			if (isAdded) expect(render()).toContain('"city": "Köln"');
			else if (expected[i] === null) expect(render).toThrow(ConversationError);
			else expect(hash(render())).toBe(expected[i]);
		});
	});
});
