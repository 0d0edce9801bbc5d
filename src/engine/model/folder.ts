/** Reads and writes a model folder in Hugging Face layout. */
import { InputError } from '#engine/core/errors.ts';
import { decodeText } from '#engine/core/file.ts';
import { isObject, parseJson } from '#engine/core/json.ts';
import { say, type Message } from '#engine/core/message.ts';
import { quote, truncate } from '#engine/core/text.ts';
import { sizeOf } from '#engine/gpu/kernel.ts';
import { withChatTemplate } from './chat.ts';
import { completeTexts } from './completeTexts.ts';
import { findTemplates, isTemplateFile, plainTemplate, type ChatTurn } from './chatTemplate.ts';
import {
	defaultHead,
	tensorSpecs,
	wrongField,
	type Architecture,
	type ConfigJson,
} from './architecture.ts';
import { findArchitecture } from './architectures.ts';
import type { DecoderConfig } from './decoderConfig.ts';
import {
	bytesOfType,
	numberTypes,
	readNumbers,
	type StoredTensor,
	type TensorForm,
} from './safetensors.ts';
import { writeWeights } from './stored.ts';
import { countParameters, type ReadWeights, type TensorSpec } from './tensors.ts';
import { readTokenizer, type Tokenizer } from './tokenizer.ts';
import { indexFile, isPart, singleFile } from './weightFiles.ts';

/** The tokens of each prompt, at most `context`. */
export type EncodePrompts = (
	prompts: readonly {
		readonly prompt: string;
		readonly form: 'question' | 'text';
		/** The turns before the prompt. */
		readonly earlier?: readonly ChatTurn[];
	}[],
	context: number,
	signal?: AbortSignal,
) => Promise<readonly (readonly number[])[]>;

export interface LoadedModel {
	readonly architecture: Architecture;
	readonly config: DecoderConfig;
	readonly specs: readonly TensorSpec[];
	/** All tensors in one vector, in the order of `specs`. */
	readonly weights: Float32Array;
	/** Present: `weights` is empty, because only a device needs them. */
	readonly readWeights?: ReadWeights | undefined;
	readonly parameterCount: number;
	readonly tokenizer: Tokenizer;
	/** Encodes prompts where it can be ended: a tokenizer from outside may loop over a text. */
	readonly encodePrompts?: EncodePrompts | undefined;
	/** Tensors of the weight files that this architecture does not use. */
	readonly unread: readonly string[];
	/** The folder's original text files, which are written again with tuned weights. */
	readonly texts: ReadonlyMap<string, string>;
}

const textFiles: readonly string[] = [
	'config.json',
	'generation_config.json',
	'tokenizer.json',
	'tokenizer_config.json',
	'special_tokens_map.json',
];
/** A file of a folder beside the weights, which is read as text. */
export const isTextFile = (name: string): boolean =>
	textFiles.includes(name) || isTemplateFile(name);
/** A file of a folder that the lab stores. */
export const isModelFile = (name: string): boolean =>
	isTextFile(name) || isPart(name) || [singleFile, indexFile, 'README.md'].includes(name);
const needed = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];

/** A model without its weights. */
export type ModelHead = Pick<LoadedModel, 'architecture' | 'config' | 'tokenizer' | 'texts'>;

/** config.json of a folder. Throws InputError with the field. */
export function readConfig(
	text: string,
): Pick<ModelHead, 'architecture' | 'config'> & { readonly json: ConfigJson } {
	const json = parseObject('config.json', text);
	const architecture = findArchitecture(json['model_type']);
	const config = architecture.config(json);
	checkHeads(config, json);
	return { architecture, config, json };
}

/** `files`: bytes or text by name. Throws InputError with the file and the field. */
export function readModelHead(files: ReadonlyMap<string, Uint8Array | string>): ModelHead {
	requireFiles([...files.keys()]);
	const texts = new Map(
		[...files]
			.filter(([name]) => isTextFile(name))
			.map(([name, file]) => [name, typeof file === 'string' ? file : decodeText(file, name)]),
	);
	const { architecture, config, json } = readConfig(texts.get('config.json')!);
	const parse = (name: string) => parseObject(name, texts.get(name) ?? '{}');
	const parts = {
		tokenizer: parse('tokenizer.json'),
		config: parse('tokenizer_config.json'),
		special: () => parse('special_tokens_map.json'),
	};
	const generation = parse('generation_config.json')['eos_token_id'];
	const plain = readTokenizer(parts.tokenizer, parts.config, {
		ends: [json['eos_token_id'], generation].flat(),
		rows: config.vocabulary,
	});
	const stops = [generation ?? json['eos_token_id']].flat().filter((id) => typeof id === 'number');
	const tokenizer = withChatTemplate({ ...plain, stops }, texts, parts);
	return { architecture, config, tokenizer, texts };
}

/** Throws InputError if one of the files that every model has is missing. */
export function requireFiles(files: readonly string[]): void {
	const missing = needed.filter((name) => !files.includes(name));
	if (missing.length > 0)
		throw new InputError(
			say(
				'The folder has no {missing}. Choose a folder with {needed} and the weights as safetensors, or a GGUF file.',
				{ missing: missing.join(', '), needed: needed.join(', ') },
			),
			{ files: missing },
		);
}

/**
 * The place of each stored tensor in the model, and the tensors without one. Throws InputError if
 * one is missing or has another type or shape.
 */
export function placeTensors(
	model: Pick<ModelHead, 'architecture' | 'config'>,
	stored: ReadonlyMap<string, TensorForm>,
): Pick<LoadedModel, 'specs' | 'unread'> {
	const { architecture, config } = model;
	const specs = storedNames(model, tensorSpecs(architecture, config), stored);
	// The index of a model in parts lists its tensors.
	const [{ file = singleFile } = {}] = stored.values();
	const list = isPart(file) ? indexFile : file;
	for (const spec of specs) checkForm(spec, stored.get(spec.name), list);
	const read = new Set(specs.map(({ name }) => name));
	const unread = [...stored.keys()].filter(
		(name) => !read.has(name) && !architecture.constants?.test(name),
	);
	return { specs, unread };
}

/** The names of a stored output head and of the embedding that config.json says is the head. */
export function tiedHead(
	{ config, architecture }: Pick<ModelHead, 'architecture' | 'config'>,
	specs: readonly TensorSpec[],
	stored: ReadonlyMap<string, TensorForm>,
): { readonly head: string; readonly embedding: string } | null {
	const { head = defaultHead } = architecture;
	const embedding = specs.find(({ role }) => role === 'embedding')!.name;
	return config.tied && stored.has(head) && embedding !== head ? { head, embedding } : null;
}

type Weights = Pick<LoadedModel, 'specs' | 'weights' | 'readWeights'>;

/** The numbers of a model, in memory or stored. */
export const weightReader = ({ specs, weights, readWeights }: Weights): ReadWeights =>
	readWeights ??
	(async (take) => {
		for (const s of specs) await take(s, weights.subarray(s.offset, s.offset + s.size), 0);
	});

/** All numbers in the order of `specs`. Throws InputError if there is no memory for them. */
export async function collectWeights(specs: readonly TensorSpec[], read: ReadWeights) {
	const numbers = countParameters(specs);
	let weights: Float32Array;
	try {
		weights = new Float32Array(numbers);
	} catch (error) {
		throw new InputError(
			say(
				'The model has {parameters, number, count} parameters, and the browser refuses the {gigabytes, number, digits3} GB to read them. Close other tabs, or use a smaller model.',
				{ parameters: numbers, gigabytes: (numbers * 4) / 1e9 },
			),
			{ parameters: numbers },
			{ cause: error },
		);
	}
	await read(({ offset }, numbers, first) => weights.set(numbers, offset + first));
	return weights;
}

/** For other programs: the text that the lab writes. null: the model has a template of its own. */
export function missingTemplate({ texts, tokenizer }: Pick<ModelHead, 'texts' | 'tokenizer'>) {
	const config = parseObject('tokenizer_config.json', texts.get('tokenizer_config.json')!);
	return findTemplates(texts, config) ? null : plainTemplate(tokenizer);
}

/** The folder's files with the weights of `read`, which are in memory part by part. */
export async function writeModelFolder(
	model: Pick<LoadedModel, 'architecture' | 'config' | 'texts' | 'specs' | 'tokenizer'>,
	read: ReadWeights,
): Promise<Map<string, string | Blob>> {
	const { architecture } = model;
	const texts = completeTexts(model.texts);
	const config = withWrittenType(texts.get('config.json')!);
	const template = missingTemplate(model);
	// Other programs look for the embedding by its own name.
	const { head = defaultHead } = architecture;
	const [{ name: embedding }] = tensorSpecs(architecture, model.config);
	const named = (spec: TensorSpec) =>
		spec.role === 'embedding' && spec.name === head ? { ...spec, name: embedding } : spec;
	const weights = await writeWeights(model.specs.map(named), (take) =>
		read((spec, ...rows) => take(named(spec), ...rows)),
	);
	return new Map<string, string | Blob>([
		...texts,
		...(template === null ? [] : [['chat_template.jinja', template] as const]),
		['config.json', config],
		[singleFile, weights],
	]);
}

/** transformers converts weights to the type in config.json, and the lab writes float32. */
const withWrittenType = (config: string): string =>
	config.replace(/("(?:torch_)?dtype"\s*:\s*)"[^"]*"/g, '$1"float32"');

const wrong = (file: string, tensor: string, what: Message) =>
	new InputError(say('{file}: tensor {tensor} {what}.', { file, tensor, what }), { file, tensor });

/**
 * The specs with the file's names: without prefix in a model without its head, and the head's for a
 * tied embedding of which safetensors.torch.save_model stored only that one.
 */
function storedNames(
	{ architecture, config }: Pick<ModelHead, 'architecture' | 'config'>,
	specs: TensorSpec[],
	stored: ReadonlyMap<string, TensorForm>,
): TensorSpec[] {
	const { prefix = 'model.', head = defaultHead } = architecture;
	const withoutPrefix = (name: string) =>
		name.startsWith(prefix) ? name.slice(prefix.length) : name;
	const [embedding, ...others] = specs;
	if (stored.has(embedding.name)) return specs;
	if (stored.has(withoutPrefix(embedding.name)))
		return specs.map((spec) => ({ ...spec, name: withoutPrefix(spec.name) }));
	return config.tied && stored.has(head) ? [{ ...embedding, name: head }, ...others] : specs;
}

/** transformers uses a stored output head even if config.json says that it is the embedding. */
export function untied(file: string, head: string): InputError {
	const what = say(
		'differs from the embedding, but config.json says tie_word_embeddings: true. Set it to false, or remove the tensor',
	);
	return wrong(file, head, what);
}

/** `list`: the file that lists all tensors. */
function checkForm(
	{ name, shape: inModel, stored }: TensorSpec,
	tensor: TensorForm | undefined,
	list: string,
): void {
	const shape = stored?.shape ?? inModel;
	const fail = (what: Message) => wrong(tensor?.file ?? list, name, what);
	if (!tensor)
		throw fail(say('is missing, but config.json asks for it. Choose the files of one model'));
	const bytes = bytesOfType(tensor.dtype);
	if (bytes === null)
		throw fail(
			say('is {dtype}; the lab reads {numberTypes}. Save the model with model.float()', {
				dtype: truncate(tensor.dtype),
				numberTypes: numberTypes.join(', '),
			}),
		);
	if (tensor.shape.join() !== shape.join() || tensor.byteLength !== bytes * sizeOf(shape))
		throw fail(
			say('has shape {shape}, but config.json asks for {needed}. Choose the files of one model', {
				shape: quote(tensor.shape),
				needed: quote(shape),
			}),
		);
}

export function notFinite(file: string, tensor: string): InputError {
	const what = say(
		'holds a number that is not finite: the file is damaged, or training diverged before it was saved. Open another copy of the model',
	);
	return wrong(file, tensor, what);
}

/** In the model's order; some rows, if the file has that too. Throws InputError if not finite. */
export function finiteNumbers(
	{ name, size, stored: form }: TensorSpec,
	tensor: Pick<StoredTensor, 'file' | 'dtype' | 'bytes'>,
): Float32Array {
	const inFile = readNumbers(tensor);
	const numbers = form ? new Float32Array(size) : inFile;
	if (form) for (let i = 0; i < size; i++) numbers[i] = inFile[form.at(i)];
	requireFinite(name, numbers, tensor.file);
	return numbers;
}

/** Throws InputError with the file and the tensor. */
export function requireFinite(name: string, numbers: Float32Array, file = singleFile): void {
	// `every` takes three times as long, which counts with 100 million numbers.
	for (let i = 0; i < numbers.length; i++)
		if (!Number.isFinite(numbers[i])) throw notFinite(file, name);
}

function checkHeads(config: DecoderConfig, json: ConfigJson): void {
	const { heads, keyValueHeads, headDim, rotated = headDim, rotaryScaling } = config;
	if (heads % keyValueHeads !== 0)
		throw wrongField(
			'num_key_value_heads',
			say('{heads} heads are not a multiple of {keyValueHeads} key heads.', {
				heads,
				keyValueHeads,
			}),
		);
	if (headDim % 2 !== 0) {
		const fields = ['head_dim', 'n_embd', 'hidden_size'];
		const field = fields.find((name) => typeof json[name] === 'number')!;
		throw wrongField(
			field,
			say('each head has {headDim} numbers, and the lab needs an even number.', { headDim }),
		);
	}
	const factors = rotaryScaling?.kind === 'longrope' ? rotaryScaling.factors.length : rotated / 2;
	if (factors !== rotated / 2)
		throw new InputError(
			say(
				'config.json: short_factor has {factors} numbers, but each head rotates {rotated} pairs. Download or export the model again.',
				{ factors, rotated: rotated / 2 },
			),
			{ file: 'config.json', field: 'short_factor' },
		);
}

function parseObject(name: string, text: string): ConfigJson {
	const wrong = (what: Message) =>
		new InputError(say('{name} is {what}. Download or export it again.', { name, what }), {
			file: name,
		});
	const value = parseJson(text, wrong);
	if (!isObject(value)) throw wrong(say('not a JSON object'));
	return value;
}
