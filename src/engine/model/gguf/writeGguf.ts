/**
 * Writes a model folder as a GGUF file (header.ts has the format): matrices as F16 or Q8_0, the
 * other tensors as F32, as convert_hf_to_gguf.py of llama.cpp does. A few rows are in memory at a
 * time, and the file's parts are blobs, which the browser keeps outside JavaScript's memory.
 */
import { takenBlob } from '#engine/core/bytes.ts';
import { InputError } from '#engine/core/errors.ts';
import { cutName } from '#engine/core/file.ts';
import { say } from '#engine/core/message.ts';
import { quote } from '#engine/core/text.ts';
import { toHalves } from '#engine/gpu/half.ts';
import { findTemplates, openTemplates } from '../chatTemplate.ts';
import { readConfig, readModelHead } from '../folder.ts';
import { readEntries, readNumbers, type TensorEntry } from '../safetensors.ts';
import { answerEnds } from '../tokenizer.ts';
import { singleFile } from '../weightFiles.ts';
import { blockTypes, writeQ8, type BlockType } from './blocks.ts';
import { reordered, rowPieces } from './changedRows.ts';
import { factorTensors, ggufFamilies, type GgufFamily } from './families.ts';
import { modelfile } from './modelfile.ts';
import { mapTensors, type TensorChange } from './tensorNames.ts';
import { writeTokens } from './tokens.ts';
import { toFields } from './writeConfig.ts';
import { headerBytes, lengthOf, padding, type Written, type WrittenTensor } from './writeHeader.ts';

export type GgufType = 'F16' | 'Q8_0';

interface Planned extends WrittenTensor {
	readonly change: TensorChange;
	/** In the folder's weights, or the numbers. */
	readonly source: TensorEntry | Float32Array;
}

/**
 * The GGUF file and Ollama's Modelfile. `folder`: as writeModelFolder makes it, with all weights in
 * one file of F32. `name`: the model's. Throws InputError if llama.cpp lacks the architecture, a
 * field of the config, or a name for how the tokenizer splits a text.
 */
export async function writeGguf(
	folder: ReadonlyMap<string, string | Blob>,
	name: string,
	type: GgufType,
): Promise<Map<string, string | Blob>> {
	const texts = new Map(
		[...folder].flatMap(([file, part]) => (typeof part === 'string' ? [[file, part]] : [])),
	);
	const head = readModelHead(texts);
	const { config, json, architecture } = readConfig(texts.get('config.json')!);
	const { prefix = 'model.' } = architecture;
	const family = findFamily(json['model_type']);
	const weights = folder.get(singleFile) as Blob;
	const entries = (await readEntries(piecesOf(weights), weights.size, singleFile))!;
	const inFile = mapTensors(family.order, architecture, config);
	const names = new Map(Array.from(inFile, ([key, value]) => [value.name, { key, ...value }]));
	const planned: Planned[] = Array.from(entries, ([tensor, entry]) => {
		// A model that was stored without its head has names without the prefix.
		const { key, change } = (names.get(tensor) ?? names.get(prefix + tensor))!;
		const shape = change.isTransposed ? [...entry.shape].reverse() : entry.shape;
		return { name: key, shape, type: chooseType(key, shape, type), change, source: entry };
	});
	const shapes = new Map(planned.map((tensor) => [tensor.name, tensor]));
	const { fields, factors } = toFields(json, config, family, shapes);
	if (family.needsHead && config.tied)
		planned.push({ ...shapes.get('token_embd.weight')!, name: 'output.weight' });
	for (const [kind, tensor] of Object.entries(factorTensors)) {
		const values = factors[kind as keyof typeof factors];
		if (values)
			planned.push({
				name: tensor,
				shape: [values.length],
				type: plain,
				change: {},
				source: Float32Array.from(values),
			});
	}
	const parse = (file: string) => JSON.parse(texts.get(file) ?? '{}') as Record<string, unknown>;
	const tokens = parse('tokenizer_config.json');
	const templates = findTemplates(texts, tokens)!;
	const template = templates.sources.get('default')!;
	const { begin, names: special } = head.tokenizer;
	// The lab trains with the begin token if the template writes it.
	const isBegun = begin !== null && template.includes('bos_token');
	const all = new Map<string, Written>([
		['general.architecture', { type: 'text', value: family.architecture }],
		['general.type', { type: 'text', value: 'model' }],
		['general.name', { type: 'text', value: name }],
		// The numbers of llama_ftype.
		['general.file_type', { type: 'u32', value: type === 'F16' ? 1 : 7 }],
		['general.quantization_version', { type: 'u32', value: 2 }],
		...fields,
		...writeTokens(parse('tokenizer.json'), tokens, head.tokenizer, {
			rows: config.vocabulary,
			isBegun,
		}),
		['tokenizer.chat_template', { type: 'text', value: template }],
	]);
	const parts: Blob[] = [];
	for (const tensor of planned)
		for await (const bytes of tensorBytes(tensor, weights)) parts.push(await takenBlob(bytes));
	const file = `${cutName(name.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-'))}-${type}.gguf`;
	const stops = answerEnds(head.tokenizer).map((id) => special.get(id));
	return new Map<string, string | Blob>([
		[file, new Blob([headerBytes(all, planned), ...parts])],
		[
			'Modelfile',
			modelfile({
				file,
				template: openTemplates(templates, { ...parse('special_tokens_map.json'), ...tokens }),
				begin: isBegun ? special.get(begin)! : '',
				stops: stops.filter((stop) => stop !== undefined),
			}),
		],
	]);
}

function findFamily(modelType: unknown): GgufFamily {
	const family = ggufFamilies.find(({ modelTypes }) => modelTypes.includes(String(modelType)));
	if (family) return family;
	throw new InputError(
		say(
			'config.json: llama.cpp has no architecture for “model_type” {modelType} (it has {known}). Save the model as safetensors.',
			{
				modelType: quote(modelType),
				known: ggufFamilies.flatMap(({ modelTypes }) => modelTypes).join(', '),
			},
		),
		{ file: 'config.json', field: 'model_type' },
	);
}

async function* piecesOf(weights: Blob): AsyncIterable<Uint8Array> {
	for (let at = 0; at < weights.size; at += pieceBytes)
		yield new Uint8Array(await weights.slice(at, at + pieceBytes).arrayBuffer());
}

const typeNamed = (name: string) => blockTypes.find((type) => type.name === name)!;
const plain = typeNamed('F32');

/** F16 where a row is not a whole number of blocks. llama.cpp adds positions in F32 only. */
function chooseType(name: string, shape: readonly number[], type: GgufType): BlockType {
	if (shape.length === 1 || name.startsWith('position_embd')) return plain;
	const chosen = typeNamed(type);
	return shape[1] % chosen.numbers === 0 ? chosen : typeNamed('F16');
}

/** Bytes of a tensor in the folder that are read at once. */
const pieceBytes = 8_000_000;

/** The tensor's bytes in the file, with those up to the next multiple of the alignment. */
async function* tensorBytes(
	tensor: Planned,
	weights: Blob,
): AsyncIterable<Uint8Array<ArrayBuffer>> {
	const { shape, type, change, source } = tensor;
	const { shift = 0 } = change;
	for (const piece of rowPieces(shape, change, pieceBytes / 4)) {
		const { first, rows, width } = piece;
		let numbers: Float32Array;
		if (source instanceof Float32Array) numbers = source;
		else {
			const from = source.start + 4 * first * width;
			const part = weights.slice(from, from + 4 * rows * width);
			const bytes = new Uint8Array(await part.arrayBuffer());
			numbers = readNumbers({ dtype: source.dtype, bytes });
		}
		const inFile = reordered(numbers, piece, change, true);
		yield encode(shift === 0 ? inFile : inFile.map((value) => value + shift), type);
	}
	yield new Uint8Array(padding(lengthOf(tensor)));
}

function encode(numbers: Float32Array, { name }: BlockType): Uint8Array<ArrayBuffer> {
	if (name === 'Q8_0') return writeQ8(numbers);
	if (name === 'F16') return new Uint8Array(toHalves(numbers).buffer);
	return new Uint8Array(numbers.slice().buffer);
}
