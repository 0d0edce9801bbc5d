/**
 * A GGUF file as a model folder in Hugging Face layout: config.json and the tokenizer's files from
 * its fields, and model.safetensors, which is made as it is read. F32, F16 and BF16 keep their
 * numbers; blocks become F32, in which they are exact. A few rows are in memory at a time.
 */
import { say, type Message } from '#engine/core/message.ts';
import { quote } from '#engine/core/text.ts';
import { sizeOf } from '#engine/gpu/kernel.ts';
import { readConfig, type ModelHead } from '../folder.ts';
import { fileHead, readNumbers } from '../safetensors.ts';
import { singleFile } from '../weightFiles.ts';
import { blockTypes, readBlocks } from './blocks.ts';
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

export interface GgufFolder {
	/** The model's name in the file. */
	readonly name: string | null;
	/** The size of each file, by name. */
	readonly sizes: ReadonlyMap<string, number>;
	/** All bytes of a file. Throws what reading the GGUF file throws. */
	read(name: string): AsyncIterable<Uint8Array>;
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
	const header = await readGgufHeader(read, fileBytes, file);
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
	const { tokenizer, config: tokens, ends } = readTokens(header);
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

/** `read`: the bytes of the file of which `content` is the header. Throws as `readGguf`. */
export function ggufFolder(content: GgufContent, read: ReadBytes): GgufFolder {
	const { file, name, architecture, texts } = content;
	const family = findFamily(file, architecture);
	const found = new Map<string, GgufTensor>();
	for (const [tensor, { type, ...place }] of content.tensors)
		found.set(tensor, { ...place, type: blockTypes.find((each) => each.name === type)! });
	const config = new TextDecoder().decode(texts.get('config.json'));
	const tensors = mapped({ file, tensors: found }, family, readConfig(config));
	const head = fileHead(tensors);
	const dataBytes = tensors.reduce((sum, tensor) => sum + tensor.byteLength, 0);
	return {
		name,
		sizes: new Map([
			...Array.from(texts, ([text, { length }]) => [text, length] as const),
			[singleFile, head.length + dataBytes] as const,
		]),
		async *read(wanted) {
			const text = texts.get(wanted);
			yield text ?? head;
			if (text) return;
			for (const tensor of tensors) yield* pieces(tensor, read);
		},
	};
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
