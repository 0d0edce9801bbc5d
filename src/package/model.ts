/** Opens the model that finetune() receives: a GGUF file, a folder's files, or one on a hub. */
import { ByteReader } from '#engine/core/bytes.ts';
import { fieldError, InputError, toMessage } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import { ggufFolder, readGguf, unpackWeights } from '#engine/model/gguf.ts';
import { openModelFolder } from '#engine/model/openFolder.ts';
import { indexFile, singleFile, weightFiles } from '#engine/model/weightFiles.ts';
import type { Bytes } from './types.ts';

/** The files beside the weights. */
const folderFiles = [
	'config.json',
	'generation_config.json',
	'tokenizer.json',
	'tokenizer_config.json',
	'special_tokens_map.json',
	'chat_template.jinja',
	indexFile,
];
const readBytes = 8_000_000;

export interface OpenedModel {
	readonly model: LoadedModel;
	/** For the card and the config of an adapter. */
	readonly name: string;
}

interface Fetching {
	readonly signal: AbortSignal;
	readonly hub: string | undefined;
	readonly onProgress: (fraction: number | null) => void;
}

/** Throws InputError that names the argument, the file or the field. */
export async function openModel(input: unknown, fetching: Fetching): Promise<OpenedModel> {
	if (typeof input === 'string' || input instanceof URL)
		return openAddress(String(input), fetching);
	if (isBytes(input)) return openGguf(toBlob(input), fileName(input) ?? 'model.gguf');
	const files = toFiles(input);
	if (!files || files.size === 0)
		throw fieldError(
			'model',
			asMessage(
				'must be a GGUF file or its address, the files of a folder by name, or the name of a model on a hub.',
			),
		);
	const [gguf] = [...files.keys()].filter((name) => name.endsWith('.gguf'));
	if (gguf) return openGguf(files.get(gguf)!, gguf);
	return openFolder(files, 'model');
}

/** Blobs of another realm are no instances here. */
const isBlob = (value: unknown): value is Blob =>
	typeof value === 'object' && value !== null && 'stream' in value && 'slice' in value;
const isBytes = (value: unknown): value is Bytes =>
	isBlob(value) || value instanceof ArrayBuffer || ArrayBuffer.isView(value);
const toBlob = (bytes: Bytes): Blob =>
	isBlob(bytes) ? bytes : new Blob([bytes as Uint8Array<ArrayBuffer>]);
const fileName = (bytes: Bytes): string | undefined =>
	'name' in bytes && typeof bytes.name === 'string' ? bytes.name : undefined;

function toFiles(input: unknown): Map<string, Blob> | null {
	if (typeof input !== 'object' || input === null) return null;
	const entries: [string, unknown][] = Array.isArray(input)
		? input.map((file: Bytes) => [fileName(file) ?? '', file])
		: input instanceof Map
			? [...(input as Map<string, unknown>)]
			: Object.entries(input);
	if (!entries.every((entry): entry is [string, Bytes] => isBytes(entry[1]))) return null;
	return new Map(entries.map(([name, bytes]) => [name.split('/').at(-1)!, toBlob(bytes)]));
}

/** `owner/name`. */
export const isHubName = (address: string): boolean =>
	/^[\w-][\w.-]*\/[\w.-]+$/.test(address) && !address.endsWith('.gguf');

async function openAddress(address: string, fetching: Fetching): Promise<OpenedModel> {
	if (!isHubName(address))
		return openGguf(await fetchFile(address, fetching), address.split('/').at(-1)!);
	if (fetching.hub === undefined)
		throw fieldError(
			'hub',
			asMessage(
				`“${address}” is the name of a model on a hub. Ask the visitor, then give its address, such as https://huggingface.co.`,
			),
		);
	const base = `${fetching.hub.replace(/\/$/, '')}/${address}/resolve/main/`;
	const files = new Map<string, Blob>();
	const optional = ['generation_config.json', 'special_tokens_map.json', 'chat_template.jinja'];
	for (const name of folderFiles) {
		const isOptional = optional.includes(name) || name === indexFile;
		const file = await fetchFile(base + name, fetching).catch((error: unknown) => {
			if (isOptional && !fetching.signal.aborted) return null;
			throw error;
		});
		if (file) files.set(name, file);
	}
	const index = files.get(indexFile);
	const parts = index
		? Object.values(
				(JSON.parse(await index.text()) as { weight_map: Record<string, string> }).weight_map,
			)
		: [singleFile];
	for (const name of new Set(parts)) files.set(name, await fetchFile(base + name, fetching));
	return openFolder(files, address);
}

async function fetchFile(address: string, { signal, onProgress }: Fetching): Promise<Blob> {
	const response = await fetch(address, { signal }).catch((error: unknown) => {
		if (signal.aborted) throw error;
		throw fieldError('model', asMessage(`${address} did not arrive: ${toMessage(error)}.`));
	});
	if (!response.ok)
		throw fieldError(
			'model',
			asMessage(`${address} answers ${response.status}. Check the address.`),
		);
	const total = Number(response.headers.get('content-length'));
	const parts: Uint8Array<ArrayBuffer>[] = [];
	let read = 0;
	for (const reader = response.body!.getReader(); ;) {
		const { done, value } = await reader.read();
		if (done) return new Blob(parts);
		parts.push(value);
		read += value.length;
		onProgress(total > 0 ? Math.min(1, read / total) : null);
	}
}

async function* piecesOf(blob: Blob): AsyncIterable<Uint8Array> {
	for (let at = 0; at < blob.size; at += readBytes)
		yield new Uint8Array(await blob.slice(at, at + readBytes).arrayBuffer());
}

async function openGguf(file: Blob, name: string): Promise<OpenedModel> {
	const read = async (from: number, to: number) =>
		new Uint8Array(await file.slice(from, to).arrayBuffer());
	const content = await readGguf(read, file.size, name);
	const { sizes, weights, firstByte } = ggufFolder(content);
	const tensors = file.slice(firstByte, firstByte + weights.bytes);
	const config = content.texts.get('config.json')!;
	const pieces = () => unpackWeights(weights, config, () => piecesOf(tensors));
	const bytes = sizes.get(singleFile)!;
	const model = await openModelFolder(content.texts, [{ name: singleFile, bytes, pieces }]);
	return { model, name: name.replace(/\.gguf$/, '') };
}

async function openFolder(files: ReadonlyMap<string, Blob>, name: string): Promise<OpenedModel> {
	const ofWeights = weightFiles([...files.keys()]);
	if (ofWeights.length === 0)
		throw new InputError(asMessage(`model: no weights. Add ${singleFile}, or a GGUF file.`));
	const small = new Map<string, Uint8Array>();
	for (const [file, blob] of files)
		if (!ofWeights.includes(file))
			small.set(file, await new ByteReader(piecesOf(blob)).take(blob.size));
	const weights = ofWeights.map((file) => {
		const blob = files.get(file)!;
		return { name: file, bytes: blob.size, pieces: () => piecesOf(blob) };
	});
	return { model: await openModelFolder(small, weights), name };
}
