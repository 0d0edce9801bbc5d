/**
 * A model's chat template, and a conversation as the text that transformers' apply_chat_template
 * makes. The files in transformers' order: chat_template.jinja with the folder of named
 * templates, tokenizer_config.json (its field `chat_template`: one, or several by name),
 * chat_template.json.
 */
import * as v from 'valibot';
import { InputError, toMessage } from '#engine/core/errors.ts';
import { isObject, parseExact, type Json, type JsonObject } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { truncate } from '#engine/core/text.ts';
import { TemplateFault, TemplateLimitError, TemplateRefusal } from './chat/templateErrors.ts';
import { runTemplate, type Rendered } from './chat/templateRuntime.ts';
import { parseTemplate, type Program } from './chat/templateSyntax.ts';

export interface Conversation {
	/**
	 * `role`, `content`, and what templates read beside them: `tool_calls`, `name`, … `weight` 0: an
	 * answer without loss. Templates do not see it.
	 */
	readonly messages: readonly JsonObject[];
	/** JSON schemas of functions. */
	readonly tools?: readonly Json[] | undefined;
}

/** A turn of a conversation with the visitor. */
export type ChatTurn = Readonly<Record<'role' | 'content', string>>;

/** This conversation does not fit the model's chat template or tokenizer. */
export class ConversationError extends InputError {}

export interface ChatTemplate {
	/** The template marks the model's words itself. */
	hasGeneration(conversation: Conversation): boolean;
	/** Throws ConversationError with the template's own reason, InputError at a limit. */
	render(conversation: Conversation, addGenerationPrompt: boolean): Rendered;
}

const templateFiles: readonly string[] = ['chat_template.jinja', 'chat_template.json'];
/** Templates by name beside chat_template.jinja. */
export const templateFolder = 'additional_chat_templates';
const nameInFolder = (file: string) =>
	/^additional_chat_templates\/([^/]+)\.jinja$/.exec(file)?.[1];
export const isTemplateFile = (file: string): boolean =>
	templateFiles.includes(file) || nameInFolder(file) !== undefined;
type JsonFiles = Readonly<Record<string, unknown>>;

/**
 * The template of the lab's base models. Their tokenizer has these markers as tokens, so encode.ts
 * needs no template, and a marker's name in an answer stays text.
 */
export const markerTemplate =
	"{{ bos_token }}{% for m in messages %}{{ '<|' + m['role'] + '|>' + m['content'] }}" +
	"{% if m['role'] == 'assistant' %}{{ eos_token }}{% endif %}{% endfor %}" +
	'{% if add_generation_prompt %}<|assistant|>{% endif %}';
const plainTurns =
	"{% for m in messages %}{{ m['content'] }}" +
	"{% if m['role'] == 'assistant' %}{{ eos_token }}{% endif %}{{ '\\n' }}{% endfor %}";
/** `unbegun`: transformers has a begin token for GPT-2, which its files do not name. */
const plainTemplates = { begun: `{{ bos_token }}${plainTurns}`, unbegun: plainTurns };
const ownTemplates: readonly (string | undefined)[] = [
	markerTemplate,
	...Object.values(plainTemplates),
];

/** For other programs, if a model has no template: writes the text that encode.ts writes then. */
export function plainTemplate({ begin, user }: Readonly<Record<'begin' | 'user', number | null>>) {
	if (user !== null) return markerTemplate;
	return begin === null ? plainTemplates.unbegun : plainTemplates.begun;
}

/** null: the model has no template, or one of these. Throws InputError with file and position. */
export function readChatTemplate(
	texts: ReadonlyMap<string, string>,
	config: JsonFiles,
	specialTokens: () => JsonFiles,
): ChatTemplate | null {
	const found = findTemplates(texts, config);
	return found && !ownTemplates.includes(found.sources.get('default'))
		? openTemplates(found, { ...specialTokens(), ...config })
		: null;
}

/** `config`: with the special tokens. Throws InputError with the file and the position. */
export function openTemplates({ file, sources }: FoundTemplates, config: JsonFiles): ChatTemplate {
	const programs = new Map<string, { source: string; program: Program }>();
	for (const [name, source] of sources)
		programs.set(name, { source, program: parseTemplate(source, file) });
	const chosen = ({ tools }: Conversation) =>
		(tools && programs.get('tool_use')) || programs.get('default')!;
	const special = specialVariables(config);
	return {
		hasGeneration: (conversation) => /\{%-?\s*generation\s*-?%\}/.test(chosen(conversation).source),
		render({ messages, tools }, addGenerationPrompt) {
			try {
				return runTemplate(chosen({ messages, tools }).program, {
					...special,
					messages: messages.map((message) => completed(exactCalls(message))),
					tools: tools?.map(exactTool) ?? null,
					documents: null,
					add_generation_prompt: addGenerationPrompt,
				});
			} catch (error) {
				throw unusable(file, error);
			}
		},
	};
}

function unusable(file: string, error: unknown): InputError {
	// JavaScript's limits of a text's length and of nested calls.
	if (error instanceof RangeError || error instanceof TemplateLimitError)
		return new InputError(
			say(
				'{file}: the chat template does not end, or its text is too long. Use the template that the model was published with.',
				{ file },
			),
			{ file },
			{ cause: error },
		);
	const text = truncate(toMessage(error), 300);
	const statement =
		error instanceof TemplateRefusal
			? say('the chat template refuses it: {why}', { why: text })
			: say('the chat template cannot be used for it: {why}', {
					why:
						error instanceof TemplateFault
							? error.statement
							: say('the template library says “{text}”', { text }),
				});
	return new ConversationError(statement, { file }, { cause: error });
}

interface FoundTemplates {
	readonly file: string;
	/** The templates by name; one is `default`. */
	readonly sources: ReadonlyMap<string, string>;
}

/** null: the model has no template. `config`: tokenizer_config.json. Throws InputError. */
export function findTemplates(
	texts: ReadonlyMap<string, string>,
	config: JsonFiles,
): FoundTemplates | null {
	const jinja = texts.get('chat_template.jinja');
	if (jinja !== undefined) {
		const sources = new Map([['default', jinja]]);
		for (const [file, source] of texts) {
			const name = nameInFolder(file);
			if (name !== undefined) sources.set(name, source);
		}
		return { file: 'chat_template.jinja', sources };
	}
	const configured = config['chat_template'] ?? null;
	const file = 'tokenizer_config.json';
	if (configured !== null) return { file, sources: namedTemplates(configured, file) };
	const legacy = 'chat_template.json';
	const text = texts.get(legacy);
	if (text === undefined) return null;
	const template = v.parse(legacyFile, text)['chat_template'];
	return { file: legacy, sources: namedTemplates(template, legacy) };
}

const legacyFile = v.fallback(v.pipe(v.string(), v.parseJson(), v.looseObject({})), {});

/** One template, or `[{ name, template }, …]` with one named default. */
function namedTemplates(value: unknown, file: string): ReadonlyMap<string, string> {
	const list: unknown[] = Array.isArray(value) ? value : [{ name: 'default', template: value }];
	const sources = new Map<string, string>();
	for (const entry of list)
		if (isObject(entry) && typeof entry['name'] === 'string')
			if (typeof entry['template'] === 'string') sources.set(entry['name'], entry['template']);
	if (sources.has('default')) return sources;
	throw new InputError(
		say(
			'{file}: chat_template is neither a text nor a list with a template named default. Download the file again.',
			{ file },
		),
		{ file, field: 'chat_template' },
	);
}

/** `bos_token`, `eos_token` and the others, as texts. */
function specialVariables(config: JsonFiles): Record<string, string> {
	const variables: Record<string, string> = {};
	for (const name of ['bos', 'eos', 'unk', 'sep', 'pad', 'cls', 'mask']) {
		const token = config[`${name}_token`];
		const text = isObject(token) ? token['content'] : token;
		if (typeof text === 'string') variables[`${name}_token`] = text;
	}
	return variables;
}

/** Without null fields, and with reasoning under both of its names: as transformers does. */
function completed({ weight: _weight, ...message }: JsonFiles): JsonFiles {
	const fields = Object.fromEntries(Object.entries(message).filter(([, value]) => value !== null));
	const reasoning = fields['reasoning_content'] ?? fields['thinking'] ?? fields['reasoning'];
	if (reasoning === undefined) return fields;
	return { thinking: reasoning, ...fields, reasoning_content: reasoning };
}

/** A tool that plain data would change is JSON text. */
export const exactTool = (tool: Json): unknown => (typeof tool === 'string' ? exact(tool) : tool);

/** A message whose calls have their arguments as data, also where these are JSON text. */
export function exactCalls(message: JsonObject): Readonly<Record<string, unknown>> {
	const calls = message['tool_calls'];
	return Array.isArray(calls) ? { ...message, tool_calls: calls.map(exactArguments) } : message;
}

function exactArguments(call: unknown): unknown {
	if (!isObject(call)) return call;
	const { function: inner, arguments: inputs } = call;
	if (inner !== undefined) return { ...call, function: exactArguments(inner) };
	return typeof inputs === 'string' ? { ...call, arguments: exact(inputs) } : call;
}

/** The data of an object's JSON text. Other texts stay. */
function exact(text: string): unknown {
	const value = parseExact(text);
	return value instanceof Map ? value : text;
}
