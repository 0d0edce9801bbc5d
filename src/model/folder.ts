/** Reads and writes a model folder in Hugging Face layout. */
import { InputError } from '#core/errors.ts';
import { isObject } from '#core/json.ts';
import { sentence, type Message } from '#core/message.ts';
import { parseJson } from '#core/parseJson.ts';
import { quote, truncate } from '#core/text.ts';
import { sizeOf } from '#gpu/kernel.ts';
import { tensorSpecs, type Architecture, type ConfigJson } from './architecture.ts';
import { findArchitecture } from './architectures.ts';
import type { DecoderConfig, TensorSpec } from './decoder.ts';
import { writeSafetensors, type StoredTensor } from './safetensors.ts';
import { bytesOfType, numberTypes, readNumbers } from './storedNumbers.ts';
import { readTokenizer, type Tokenizer } from './tokenizer.ts';
import { indexFile, isPart, readWeightFiles, singleFile } from './weightFiles.ts';

export interface LoadedModel {
	readonly architecture: Architecture;
	readonly config: DecoderConfig;
	readonly specs: readonly TensorSpec[];
	/** All tensors in one vector, in the order of `specs`. */
	readonly weights: Float32Array;
	readonly parameterCount: number;
	readonly tokenizer: Tokenizer;
	/** Tensors of the weight files that this architecture does not use. */
	readonly unread: readonly string[];
	/** The folder's original JSON files, which are written again with tuned weights. */
	readonly texts: ReadonlyMap<string, string>;
}

const jsonFiles = [
	'config.json',
	'generation_config.json',
	'tokenizer.json',
	'tokenizer_config.json',
	'special_tokens_map.json',
];
/** Files of a folder that the lab stores, beside the parts of weights in several files. */
export const modelFiles: readonly string[] = [...jsonFiles, singleFile, indexFile, 'README.md'];
export const isModelFile = (name: string): boolean => modelFiles.includes(name) || isPart(name);
const needed = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];

/** Throws InputError with the file, the field or tensor, and what to do. */
export function readModelFolder(files: ReadonlyMap<string, Uint8Array>): LoadedModel {
	const missing = needed.filter((name) => !files.has(name));
	if (missing.length > 0)
		throw new InputError(
			sentence`The folder has no ${missing.join(', ')}. Choose a folder with ${needed.join(', ')}
				and the weights as safetensors.`,
			{ files: missing },
		);
	const texts = new Map(
		jsonFiles
			.filter((name) => files.has(name))
			.map((name) => [name, new TextDecoder().decode(files.get(name))]),
	);
	const json = parseObject('config.json', texts);
	const architecture = findArchitecture(json['model_type']);
	const config = architecture.config(json);
	checkHeads(config);
	const tokenizer = readTokenizer(
		parseObject('tokenizer.json', texts),
		parseObject('tokenizer_config.json', texts),
		json['eos_token_id'],
	);
	if (tokenizer.vocabulary > config.vocabulary)
		throw new InputError(
			sentence`tokenizer.json has ids up to ${tokenizer.vocabulary - 1}, but config.json's
				vocab_size is ${config.vocabulary}. Choose the files of one model.`,
			{ file: 'tokenizer.json' },
		);
	const stored = readWeightFiles(files);
	const specs = storedNames(architecture, tensorSpecs(architecture, config), stored);
	const weights = readWeights(stored, specs);
	if (config.tied) checkTied(stored, specs, architecture);
	const read = new Set(specs.map(({ name }) => name));
	return {
		architecture,
		config,
		specs,
		weights,
		parameterCount: weights.length,
		tokenizer,
		unread: [...stored.keys()].filter(
			(name) => !read.has(name) && !architecture.constants?.test(name),
		),
		texts,
	};
}

/** The folder's files with `weights` in place of its own. */
export function writeModelFolder(
	model: LoadedModel,
	weights: Float32Array,
): Map<string, Uint8Array<ArrayBuffer>> {
	const files = new Map<string, Uint8Array<ArrayBuffer>>();
	for (const [name, text] of model.texts) {
		const written = name === 'config.json' ? withWrittenType(text) : text;
		files.set(name, new TextEncoder().encode(written));
	}
	const tensors = new Map<
		string,
		{ name: string; shape: readonly number[]; values: Float32Array }
	>();
	for (const { name, shape, offset, size, stored } of model.specs) {
		const own = weights.slice(offset, offset + size);
		if (!stored) {
			tensors.set(name, { name, shape, values: own });
			continue;
		}
		const values = tensors.get(name)?.values ?? new Float32Array(sizeOf(stored.shape));
		own.forEach((value, i) => (values[stored.at(i)] = value));
		tensors.set(name, { name, shape: stored.shape, values });
	}
	return files.set(singleFile, writeSafetensors([...tensors.values()]));
}

/** transformers converts weights to the type in config.json, and the lab writes float32. */
const withWrittenType = (config: string): string =>
	config.replace(/("(?:torch_)?dtype"\s*:\s*)"[^"]*"/g, '$1"float32"');

const wrong = (tensor: string, what: Message) =>
	new InputError(sentence`${singleFile}: tensor ${tensor} ${what}.`, { file: singleFile, tensor });

/** The specs with the file's names, which a model without its head has without prefix. */
function storedNames(
	{ prefix = 'model.' }: Architecture,
	specs: TensorSpec[],
	stored: ReadonlyMap<string, StoredTensor>,
): TensorSpec[] {
	const withoutPrefix = (name: string) =>
		name.startsWith(prefix) ? name.slice(prefix.length) : name;
	const [{ name: first }] = specs;
	if (stored.has(first) || !stored.has(withoutPrefix(first))) return specs;
	return specs.map((spec) => ({ ...spec, name: withoutPrefix(spec.name) }));
}

/** transformers uses a stored output head even if config.json says that it is the embedding. */
function checkTied(
	stored: ReadonlyMap<string, StoredTensor>,
	specs: readonly TensorSpec[],
	{ head: name = 'lm_head.weight' }: Architecture,
): void {
	const head = stored.get(name);
	const embedding = stored.get(specs.find(({ role }) => role === 'embedding')!.name)!;
	if (!head || head.bytes.every((byte, i) => byte === embedding.bytes[i])) return;
	throw wrong(
		name,
		sentence`differs from the embedding, but config.json says tie_word_embeddings: true. Set it
			to false, or remove the tensor`,
	);
}

function readWeights(
	stored: ReadonlyMap<string, StoredTensor>,
	specs: readonly TensorSpec[],
): Float32Array {
	const found = specs.map(({ name, shape: own, offset, size, stored: form }) => {
		const shape = form?.shape ?? own;
		const tensor = stored.get(name);
		if (!tensor)
			throw wrong(
				name,
				sentence`is missing, but config.json asks for it. Choose the files of one model`,
			);
		const bytes = bytesOfType(tensor.dtype);
		if (bytes === null)
			throw wrong(
				name,
				sentence`is ${truncate(tensor.dtype)}; the lab reads ${numberTypes.join(', ')}. Save the
					model with model.float()`,
			);
		if (tensor.shape.join() !== shape.join() || tensor.bytes.byteLength !== bytes * sizeOf(shape))
			throw wrong(
				name,
				sentence`has shape ${quote(tensor.shape)}, but config.json asks for ${quote(shape)}.
					Choose the files of one model`,
			);
		return { tensor, offset, size, form };
	});
	// Allocated now, because the file confirms the sizes in config.json.
	const weights = new Float32Array(specs.reduce((sum, { size }) => sum + size, 0));
	for (const { tensor, offset, size, form } of found) {
		const numbers = readNumbers(tensor);
		if (form) for (let i = 0; i < size; i++) weights[offset + i] = numbers[form.at(i)];
		else weights.set(numbers, offset);
	}
	const index = weights.findIndex((value) => !Number.isFinite(value));
	if (index >= 0)
		throw wrong(
			specs.findLast(({ offset }) => offset <= index)!.name,
			sentence`holds a number that is not finite: the file is damaged, or training diverged
				before it was saved. Open another copy of the model`,
		);
	return weights;
}

function checkHeads({ heads, keyValueHeads, headDim, rotated = headDim }: DecoderConfig): void {
	if (heads % keyValueHeads !== 0 || headDim % 2 !== 0 || rotated % 2 !== 0)
		throw new InputError(
			sentence`config.json: ${heads} heads of width ${headDim} with ${keyValueHeads} key heads do
				not fit: heads must be a multiple of key heads, and the width even, also that of
				rotary positions (${rotated}).`,
			{ file: 'config.json', field: 'num_key_value_heads' },
		);
}

function parseObject(name: string, texts: ReadonlyMap<string, string>): ConfigJson {
	const wrong = (what: Message) =>
		new InputError(sentence`${name} is ${what}. Download or export it again.`, { file: name });
	const value = parseJson(texts.get(name)!, wrong);
	if (!isObject(value)) throw wrong(sentence`no JSON object`);
	return value;
}
