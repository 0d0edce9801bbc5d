/** Jobs with the tokenizer and the chat template of a model from outside. */
import {
	encodePrompt,
	encodeSkill,
	writtenTokens,
	type WrittenTokens,
} from '#engine/data/encode.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import type { Example } from '#engine/data/example.ts';
import { shownExample, type ShownExample } from '#engine/data/shownExample.ts';
import type { Part, SkillInfo, SkillSource } from '#engine/data/skill.ts';
import { ConversationError, type Conversation } from '#engine/model/chatTemplate.ts';
import { readModelHead, type EncodePrompts } from '#engine/model/folder.ts';
import { ignoredFields, type TemplateField } from '#engine/model/ignoredFields.ts';
import type { Tokenizer } from '#engine/model/tokenizer.ts';
import type { JobHandlers, Owner } from './jobHost.ts';

/** A model's files without its weights, by name. */
export type ModelFiles = ReadonlyMap<string, Uint8Array>;

/** How a model reads rows. */
export interface ModelReading {
	readonly ignored: readonly TemplateField[];
	/** null: these rows have no such tokens. */
	readonly written: WrittenTokens | null;
}

export const modelReading = (tokenizer: Tokenizer, rows: readonly Example[]): ModelReading => ({
	ignored: ignoredFields(tokenizer),
	written: writtenTokens(rows, tokenizer),
});

declare module './throwaway.ts' {
	interface Jobs {
		/** Throws InputError if the tokenizer or the chat template cannot be used. */
		'model.check': { request: { files: ModelFiles }; reply: void };
		'model.reading': {
			request: { files: ModelFiles; rows: readonly Example[] };
			reply: ModelReading;
		};
		'skill.seen': {
			request: { files: ModelFiles; rows: readonly Example[]; context: number };
			reply: readonly ShownExample[];
		};
		/** Asks for prompts until it is ended; each question has the tokens of the prompts before. */
		'prompts.encode': {
			request: { files: ModelFiles };
			question: Awaited<ReturnType<EncodePrompts>> | null;
			answer: { readonly prompts: Parameters<EncodePrompts>[0]; readonly context: number };
			reply: never;
		};
		/** Asks for the examples chunk by chunk: null at the end of a part. */
		'skill.encode': {
			request: {
				files: ModelFiles;
				skills: readonly { readonly info: SkillInfo; readonly use: 'train' | 'watch' }[];
				context: number;
			};
			question: { readonly skill: number; readonly part: Part };
			answer: readonly Example[] | null;
			reply: readonly EncodedSkill[];
		};
	}
}

const tokenizerFile = 'tokenizer.json';

/**
 * The limits with which an owner waits for these jobs. Gemma's tokenizer (262,144 tokens, 33 MB) is
 * made in one call, which takes 2.6 s on a server with two cores.
 */
export const tokenizerUse = (files: ModelFiles) => ({
	file: tokenizerFile,
	extraSeconds: Math.floor((files.get(tokenizerFile)?.length ?? 0) / 1e6),
});

export const modelJobs = {
	async 'model.check'({ files }, owner) {
		const { chat, ...tokenizer } = openTokenizer(files, owner);
		for (const text of probeTexts) {
			owner.progress({ file: tokenizerFile });
			tokenizer.decode(tokenizer.encode(text));
		}
		if (chat) for (const probe of probeConversations) tryChat(chat, probe, files, owner);
	},
	async 'model.reading'({ files, rows }, owner) {
		return modelReading(openTokenizer(files, owner), rows);
	},
	async 'skill.seen'({ files, rows, context }, owner) {
		const tokenizer = openTokenizer(files, owner);
		return rows.map((row) => {
			owner.progress({});
			return shownExample(row, tokenizer, context);
		});
	},
	async 'prompts.encode'({ files }, owner) {
		const tokenizer = openTokenizer(files, owner);
		for (let encoded: Awaited<ReturnType<EncodePrompts>> | null = null; ;) {
			const { prompts, context } = await owner.ask(encoded);
			encoded = prompts.map(({ prompt, form, earlier }) => {
				owner.progress({});
				return encodePrompt(prompt, form, tokenizer, context, earlier);
			});
		}
	},
	async 'skill.encode'({ files, skills, context }, owner) {
		const tokenizer = openTokenizer(files, owner);
		const encoded: EncodedSkill[] = [];
		for (const [skill, { info, use }] of skills.entries()) {
			const source: SkillSource = { info, read: (part) => askedRows(owner, { skill, part }) };
			encoded.push(await encodeSkill(source, use, tokenizer, context));
		}
		return encoded;
	},
} satisfies Partial<JobHandlers>;

function openTokenizer(files: ModelFiles, owner: Owner): Tokenizer {
	owner.progress({ file: tokenizerFile });
	return readModelHead(files).tokenizer;
}

/** Rows between two reports. */
const reportedRows = 20;

async function* askedRows(
	owner: Owner<'skill.encode'>,
	question: { skill: number; part: Part },
): AsyncGenerator<readonly Example[]> {
	for (let rows = await owner.ask(question); rows; rows = await owner.ask(question))
		for (let start = 0; start < rows.length; start += reportedRows) {
			owner.progress({});
			yield rows.slice(start, start + reportedRows);
		}
}

/** Writing systems, line ends, blanks, and texts of the length of a document. */
const probeTexts = [
	String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 32 + i)),
	'The quick brown fox jumps over the lazy dog. '.repeat(40),
	'def area(r):\r\n\treturn 3.14159 * r ** 2  # code\r\n\r\n',
	'1,234.5 + 67 = ٣ ① ½; ÄÖÜ ß é ñ ç; αβγ; Привет',
	'你好，世界。こんにちは。안녕하세요. مرحبا שלום नमस्ते ไทย',
	'😀 👩‍👩‍👧 🇩🇪 e\u0301 \u00a0 \u3000 \u0085 \ufeff',
	`${'\n'.repeat(40)}${' '.repeat(200)}${'a'.repeat(400)}${'7'.repeat(200)}`,
	'<s> </s> <|endoftext|> <|im_start|> [INST] <unk>',
];

const [system, question, answer] = [
	{ role: 'system', content: 'You answer in one word.' },
	{ role: 'user', content: 'Which colour has the sky?\nAnswer quickly, please.' },
	{ role: 'assistant', content: 'Blue.' },
];
const parameters = { type: 'object', properties: { city: { type: 'string' } } };
const tools = [
	{ type: 'function', function: { name: 'weather', description: 'Of a city.', parameters } },
];
const probeConversations: readonly Conversation[] = [
	{ messages: [question] },
	{ messages: [question, answer] },
	{ messages: [system, question, answer, question, answer] },
	{ messages: [question, answer], tools },
];

/** A template may refuse a conversation: rows like it are rejected when they are encoded. */
function tryChat(
	chat: NonNullable<Tokenizer['chat']>,
	conversation: Conversation,
	files: ModelFiles,
	owner: Owner,
): void {
	const template = ['chat_template.jinja', 'chat_template.json'].find((name) => files.has(name));
	const unlessRefused = (file: string, work: () => unknown) => {
		owner.progress({ file });
		try {
			work();
		} catch (error) {
			if (!(error instanceof ConversationError)) throw error;
		}
	};
	unlessRefused(template ?? 'tokenizer_config.json', () => chat.show(conversation));
	unlessRefused(tokenizerFile, () => chat.encode(conversation));
	unlessRefused(tokenizerFile, () => chat.prompt(conversation));
	unlessRefused(template ?? 'tokenizer_config.json', () => chat.end);
}
