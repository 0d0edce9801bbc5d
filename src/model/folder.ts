/** Reads and writes a model folder in Hugging Face layout. */
import { InputError } from '#core/errors.ts';
import { isObject } from '#core/json.ts';
import { sentence, type Message } from '#core/message.ts';
import { parseJson } from '#core/parseJson.ts';
import { quote, truncate } from '#core/text.ts';
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
	const specs = tensorSpecs(architecture, config);
	const tokenizer = readTokenizer(
		parseObject('tokenizer.json', texts),
		parseObject('tokenizer_config.json', texts),
	);
	if (tokenizer.vocabulary > config.vocabulary)
		throw new InputError(
			sentence`tokenizer.json has ids up to ${tokenizer.vocabulary - 1}, but config.json's
				vocab_size is ${config.vocabulary}. Choose the files of one model.`,
			{ file: 'tokenizer.json' },
		);
	const stored = readWeightFiles(files);
	const weights = readWeights(stored, specs);
	if (config.tied) checkTied(stored, specs);
	const read = new Set(specs.map(({ name }) => name));
	return {
		architecture,
		config,
		specs,
		weights,
		parameterCount: weights.length,
		tokenizer,
		unread: [...stored.keys()].filter((name) => !read.has(name)),
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
	const tensors = model.specs.map(({ name, shape, offset, size }) => ({
		name,
		shape,
		values: weights.slice(offset, offset + size),
	}));
	return files.set(singleFile, writeSafetensors(tensors));
}

/** transformers converts weights to the type in config.json, and the lab writes float32. */
const withWrittenType = (config: string): string =>
	config.replace(/("(?:torch_)?dtype"\s*:\s*)"[^"]*"/g, '$1"float32"');

const wrong = (tensor: string, what: Message) =>
	new InputError(sentence`${singleFile}: tensor ${tensor} ${what}.`, { file: singleFile, tensor });

/** transformers uses a stored output head even if config.json says that it is the embedding. */
function checkTied(stored: ReadonlyMap<string, StoredTensor>, specs: readonly TensorSpec[]): void {
	const head = stored.get('lm_head.weight');
	const embedding = stored.get(specs.find(({ role }) => role === 'embedding')!.name)!;
	if (!head || head.bytes.every((byte, i) => byte === embedding.bytes[i])) return;
	throw wrong(
		'lm_head.weight',
		sentence`differs from the embedding, but config.json says tie_word_embeddings: true. Set it
			to false, or remove the tensor`,
	);
}

function readWeights(
	stored: ReadonlyMap<string, StoredTensor>,
	specs: readonly TensorSpec[],
): Float32Array {
	const found = specs.map(({ name, shape, offset, size }) => {
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
		if (tensor.shape.join() !== shape.join() || tensor.bytes.byteLength !== bytes * size)
			throw wrong(
				name,
				sentence`has shape ${quote(tensor.shape)}, but config.json asks for ${quote(shape)}.
					Choose the files of one model`,
			);
		return { tensor, offset };
	});
	// Allocated now, because the file confirms the sizes in config.json.
	const weights = new Float32Array(specs.reduce((sum, { size }) => sum + size, 0));
	for (const { tensor, offset } of found) weights.set(readNumbers(tensor), offset);
	const index = weights.findIndex((value) => !Number.isFinite(value));
	if (index >= 0)
		throw wrong(
			specs.findLast(({ offset }) => offset <= index)!.name,
			sentence`holds a number that is not finite: the file is damaged, or training diverged
				before it was saved. Open another copy of the model`,
		);
	return weights;
}

function checkHeads({ heads, keyValueHeads, headDim }: DecoderConfig): void {
	if (heads % keyValueHeads !== 0 || headDim % 2 !== 0)
		throw new InputError(
			sentence`config.json: ${heads} heads of width ${headDim} with ${keyValueHeads} key heads do
				not fit: heads must be a multiple of key heads, and the width even.`,
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
