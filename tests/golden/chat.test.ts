/** Chat templates of each family against transformers: text, tokens, prompts and masks. */
import { describe, expect, test } from 'vitest';
import type { ReadRow } from '#lab/features/library/model/formats/format.ts';
import { jsonRow } from '#lab/features/library/model/formats/jsonRow.ts';
import type { Row } from '#lab/features/library/model/shapes/shape.ts';
import { FileFacts } from '#lab/features/library/model/shapes/facts.ts';
import { openAiMessages } from '#lab/features/library/model/shapes/messages.ts';
import { encodeExample } from '#engine/data/encode.ts';
import { rawText } from '#engine/data/example.ts';
import { createChat } from '#engine/model/chat.ts';
import {
	ConversationError,
	readChatTemplate,
	type Conversation,
} from '#engine/model/chatTemplate.ts';
import { readTokenizer } from '#engine/model/tokenizer.ts';
import type { AddedToken, TokenizerJson } from '#engine/model/tokenizerChecks.ts';
import golden from './chat.json' with { type: 'json' };
import tokenization from './tokenization.json' with { type: 'json' };

interface Case {
	readonly text?: string;
	readonly ids: readonly number[];
	readonly prompt: readonly number[];
	readonly mask?: string;
	readonly error?: string;
}

/** These templates write no tool calls, no tool's answers, or no header after these. */
const withoutTools = ['smollm2', 'llama3', 'phi3', 'zephyr', 'alpaca', 'deepseek v3'];
const drops = (family: string, title: string) =>
	['a tool', 'exact JSON'].includes(title) && withoutTools.includes(family);

/** As in the models' generation_config.json. */
const turnEnds: Readonly<Record<string, string>> = {
	smollm2: '<|im_end|>',
	'qwen2.5': '<|im_end|>',
	qwen3: '<|im_end|>',
	'qwen3, 2507': '<|im_end|>',
	llama3: '<|eot_id|>',
	'llama3.2': '<|eot_id|>',
	gemma: '<end_of_turn>',
	gemma3: '<end_of_turn>',
	phi3: '<|end|>',
	zephyr: '</s>',
	mistral: '</s>',
	'lfm2.5 (its own generation tags)': '<|im_end|>',
	llama2: '</s>',
	alpaca: '</s>',
	'command-r': '<|END_OF_TURN_TOKEN|>',
	'deepseek v3': '<｜end▁of▁sentence｜>',
	// Its template writes no end.
	'glm-4': '<|endoftext|>',
	'gpt-oss': '<|return|>',
};

/** A row of a file is text: JSON.parse would change it. */
const conversations = Object.entries(golden.conversations).map(
	([title, conversation]): [string, Conversation] => {
		if (!('row' in conversation)) return [title, conversation];
		const row = jsonRow(1, conversation.row) as ReadRow;
		const [example] = openAiMessages.toExamples(row.value as Row, new FileFacts());
		return [title, example as unknown as Conversation];
	},
);

describe.each(Object.entries(golden.families))('%s', (name, family) => {
	const base = tokenization.families[family.base as 'qwen'].tokenizer;
	const json = {
		...base,
		added_tokens: [...base.added_tokens, ...(family.added as AddedToken[])],
	} as unknown as TokenizerJson;
	const texts = new Map([['chat_template.jinja', family.template]]);
	const template = readChatTemplate(texts, family.names, () => ({}))!;
	const tokenizer = readTokenizer(json, family.names);
	const chat = createChat(template, tokenizer);
	const cases = family.cases as unknown as Readonly<Record<string, Case>>;

	test('an answer ends where transformers’ answers end', () => {
		expect(family.added.find(({ id }) => id === chat.end)?.content).toBe(turnEnds[name]);
	});

	test.each(conversations)('%s: text, tokens and prompt', (title, conversation) => {
		const { text, ids, prompt, error } = cases[title];
		if (error !== undefined) {
			expect(() => template.render(conversation, false)).toThrow(error);
			return;
		}
		expect(template.render(conversation, false).text).toBe(text);
		expect(tokenizer.marked.encode(text!).ids).toEqual(ids);
		const opening = { ...conversation, messages: conversation.messages.slice(0, -1) };
		expect(chat.prompt(opening)).toEqual(prompt);
	});

	test.each(conversations)('%s: the loss is on the assistant’s words', (title, conversation) => {
		const { ids, mask, error } = cases[title];
		if (error !== undefined || drops(name, title)) {
			expect(() => chat.encode(conversation)).toThrow(ConversationError);
			return;
		}
		const { tokens, targets } = chat.encode(conversation);
		expect(tokens).toEqual(ids);
		expect(targets.join('')).toBe(mask);
	});

	test.each(conversations)('%s: written out in a text', (title) => {
		const { text, ids, mask, error } = cases[title];
		// DeepSeek's template writes a second call, and an answer after a result, without a header.
		const isHeadless = name === 'deepseek v3' && /exact JSON|a tool/.test(title);
		if (error !== undefined || isHeadless) return;
		const { tokens, targets } = encodeExample(rawText(text!), { ...tokenizer, chat }, 1e4);
		expect(tokens).toEqual(ids);
		expect(targets.join('')).toBe(mask);
	});
});
