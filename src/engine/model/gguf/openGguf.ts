/**
 * A GGUF file as a model folder in Hugging Face layout: config.json and the tokenizer's files from
 * its fields, and model.safetensors, which is made as it is read. F32, F16 and BF16 keep their
 * numbers; blocks become F32, in which they are exact. A few rows are in memory at a time. The lab
 * stores the blocks, and unpacks them each time.
 */
import { say, type Message } from '#engine/core/message.ts';
import { highest, lowest } from '#engine/core/statistics.ts';
import { quote } from '#engine/core/text.ts';
import { sizeOf } from '#engine/gpu/kernel.ts';
import { readConfig, type ModelHead } from '../folder.ts';
import { fileHead, readNumbers } from '../safetensors.ts';
import { singleFile } from '../weightFiles.ts';
import { ByteWindow } from './ByteWindow.ts';
import { blockBytes, blockTypes, readBlocks } from './blocks.ts';
import { reordered, rowPieces } from './changedRows.ts';
import {
	factorTensors,
	ggufFamilies,
	toConfig,
	type Factors,
	type GgufFamily,
} from './families.ts';
import {
	ggufOnly,
	ggufShape,
	readGgufHeader,
	wrongGguf,
	type GgufHeader,
	type GgufTensor,
	type GgufValue,
	type ReadBytes,
} from './header.ts';
import { mapTensors, type TensorChange } from './tensorNames.ts';
import { readTokens } from './tokens.ts';

/** Tensors of a GGUF file in the file's own types: the form in which the lab stores weights. */
export interface PackedWeights {
	/** Version 1 is read for ever. */
	readonly version: 1;
	/** The file's name, for errors. */
	readonly file: string;
	/** `general.architecture`. */
	readonly architecture: string;
	/** Bytes of all tensors together, from the first one on. */
	readonly bytes: number;
	/** `type`: the name of a block type. `start`: the first byte behind the header is 0. */
	readonly tensors: readonly (readonly [
		name: string,
		type: string,
		shape: readonly number[],
		start: number,
	])[];
}

export interface GgufFolder {
	/** The size of each file, by name. */
	readonly sizes: ReadonlyMap<string, number>;
	readonly weights: PackedWeights;
	/** The first byte of `weights` in the file. */
	readonly firstByte: number;
}

/** What a header says, as plain data: a worker that reads it can send it. */
export interface GgufContent {
	/** The file's name, for errors. */
	readonly file: string;
	/** The model's name in the file. */
	readonly name: string | null;
	readonly architecture: string;
	/** The folder's files, without the weights. */
	readonly texts: ReadonlyMap<string, Uint8Array>;
	/** `type`: the name of a block type. */
	readonly tensors: ReadonlyMap<string, Omit<GgufTensor, 'type'> & { readonly type: string }>;
}

/**
 * Reads the header and makes the tokenizer, which takes seconds for a large vocabulary.
 * `onProgress`: after each part. Throws InputError with the file and the field.
 */
export async function readGguf(
	read: ReadBytes,
	fileBytes: number,
	file: string,
	onProgress: () => void = () => undefined,
): Promise<GgufContent> {
	const header = await readGgufHeader(read, fileBytes, file, onProgress);
	onProgress();
	const family = findFamily(file, header.fields.get('general.architecture'));
	// 0: the parts have been joined.
	const parts = header.fields.get('split.count') ?? 0;
	if (parts !== 0 && parts !== 1)
		throw wrongGguf(
			file,
			'split.count',
			say('says that the model is in {parts} files; join them with llama-gguf-split --merge', {
				parts: quote(parts),
			}),
		);
	const { tokenizer, config: tokens, ends } = readTokens(header, onProgress);
	onProgress();
	const config = {
		...toConfig(header, family, await readFactors(header, read)),
		eos_token_id: ends[0],
	};
	const texts = new Map(
		Object.entries({
			'config.json': config,
			'generation_config.json': { eos_token_id: ends },
			'tokenizer.json': tokenizer,
			'tokenizer_config.json': tokens,
		}).map(([name, json]) => [name, new TextEncoder().encode(JSON.stringify(json))]),
	);
	const name = header.fields.get('general.name');
	return {
		file,
		name: typeof name === 'string' && name !== '' ? name : null,
		architecture: family.architecture,
		texts,
		tensors: new Map(
			Array.from(header.tensors, ([tensor, { type, ...place }]) => [
				tensor,
				{ ...place, type: type.name },
			]),
		),
	};
}

/** The files of the folder. Throws as `readGguf`. */
export function ggufFolder(content: GgufContent): GgufFolder {
	const { file, architecture, texts, tensors } = content;
	const starts = Array.from(tensors.values(), ({ start }) => start);
	const ends = Array.from(tensors.values(), ({ start, byteLength }) => start + byteLength);
	const [firstByte, end] = [lowest(starts), highest(ends)];
	const weights: PackedWeights = {
		version: 1,
		file,
		architecture,
		bytes: end - firstByte,
		tensors: Array.from(tensors, ([name, { type, shape, start }]) => [
			name,
			type,
			shape,
			start - firstByte,
		]),
	};
	const { head, tensors: inFolder } = planned(weights, texts.get('config.json')!);
	const dataBytes = inFolder.reduce((sum, tensor) => sum + tensor.byteLength, 0);
	return {
		sizes: new Map([
			...Array.from(texts, ([text, { length }]) => [text, length] as const),
			[singleFile, head.length + dataBytes] as const,
		]),
		weights,
		firstByte,
	};
}

/**
 * The bytes of model.safetensors. `config`: config.json. `blocks`: the bytes of `weights` from the
 * first one on, piece by piece. Throws what reading them throws.
 */
export async function* unpackWeights(
	weights: PackedWeights,
	config: Uint8Array,
	blocks: () => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
	const { head, tensors } = planned(weights, config);
	yield head;
	const window = new ByteWindow(blocks);
	try {
		for (const tensor of tensors) yield* pieces(tensor, (from, to) => window.read(from, to));
	} finally {
		await window.end();
	}
}

/** The header of model.safetensors, and its tensors in their order. */
function planned({ file, architecture, tensors }: PackedWeights, config: Uint8Array) {
	const family = findFamily(file, architecture);
	const found = new Map(
		tensors.map(([name, typeName, shape, start]) => {
			const type = blockTypes.find((each) => each.name === typeName)!;
			return [name, { type, shape, start, byteLength: blockBytes(type, shape) }];
		}),
	);
	const inFolder = mapped(
		{ file, tensors: found },
		family,
		readConfig(new TextDecoder().decode(config)),
	);
	return { head: fileHead(inFolder), tensors: inFolder };
}

function findFamily(file: string, architecture: GgufValue | undefined): GgufFamily {
	const family = ggufFamilies.find((each) => each.architecture === architecture);
	if (family) return family;
	const known = ggufFamilies.map((each) => each.architecture).join(', ');
	throw wrongGguf(file, 'general.architecture', ggufOnly(architecture, known));
}

async function readFactors({ file, tensors }: GgufHeader, read: ReadBytes): Promise<Factors> {
	const factors = new Map<string, readonly number[]>();
	for (const [kind, name] of Object.entries(factorTensors)) {
		const tensor = tensors.get(name);
		if (!tensor) continue;
		const { type, start, byteLength, shape } = tensor;
		if (type.name !== 'F32' || shape.length !== 1 || byteLength > 65_536)
			throw wrongGguf(file, name, say('has divisors of angles that the lab does not know'));
		const bytes = await read(start, start + byteLength);
		factors.set(kind, [...readNumbers({ dtype: 'F32', bytes })]);
	}
	return Object.fromEntries(factors);
}

interface Piecewise {
	readonly name: string;
	/** In the folder. */
	readonly dtype: string;
	readonly shape: readonly number[];
	readonly byteLength: number;
	readonly source: GgufTensor;
	readonly change: TensorChange;
}

/** Throws InputError for a tensor that the family lacks, and for one of another shape. */
function mapped(
	{ file, tensors }: Pick<GgufHeader, 'file' | 'tensors'>,
	family: GgufFamily,
	{ architecture, config }: Pick<ModelHead, 'architecture' | 'config'>,
): Piecewise[] {
	const names = mapTensors(family.order, architecture, config);
	const isFactors = (name: string) => Object.values<string>(factorTensors).includes(name);
	const used = [...tensors].filter(([name]) => !isFactors(name));
	return used.map(([inFile, source]) => {
		const fail = (what: Message) => wrongGguf(file, inFile, what);
		const found = names.get(inFile);
		if (!found)
			throw fail(
				say('is a tensor that the lab’s {architecture} does not have', {
					architecture: family.architecture,
				}),
			);
		const { name, change } = found;
		const { type, shape } = source;
		if (shape.length > 2 || (change.order && shape[0] % change.order.group !== 0))
			throw fail(ggufShape(source));
		const dtype = type.read || change.shift !== undefined ? 'F32' : type.name;
		const bytes = dtype === 'F32' ? 4 : 2;
		return {
			name,
			dtype,
			shape: change.isTransposed ? [...shape].reverse() : shape,
			byteLength: sizeOf(shape) * bytes,
			source,
			change,
		};
	});
}

/** Bytes of the folder's numbers in a piece. */
const pieceBytes = 4_000_000;

async function* pieces(
	{ dtype, source, change }: Piecewise,
	read: ReadBytes,
): AsyncIterable<Uint8Array> {
	const { shape, start, type } = source;
	const Words = dtype === 'F32' ? Uint32Array : Uint16Array;
	for (const piece of rowPieces(shape, change, pieceBytes / Words.BYTES_PER_ELEMENT)) {
		const { first, rows, width } = piece;
		const rowBytes = (type.bytes / type.numbers) * width;
		const bytes = await read(start + first * rowBytes, start + (first + rows) * rowBytes);
		const numbers = toFolder(source, change.shift, bytes);
		if (!change.isTransposed && !change.order) yield numbers;
		else yield new Uint8Array(reordered(new Words(numbers.slice().buffer), piece, change).buffer);
	}
}

/** The numbers of some rows, in the folder's type. */
function toFolder({ type }: GgufTensor, shift: number | undefined, bytes: Uint8Array): Uint8Array {
	if (!type.read && shift === undefined) return bytes;
	const numbers = type.read ? readBlocks(type, bytes) : readNumbers({ dtype: type.name, bytes });
	if (shift !== undefined) for (let i = 0; i < numbers.length; i++) numbers[i] -= shift;
	return new Uint8Array(numbers.buffer);
}
