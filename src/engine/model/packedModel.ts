/**
 * A model as a small head and one stream of bytes, for a file that answers without the lab. The
 * stream has each weight as a device stores it: in 32 bits, or its matrices in 8.
 */
import { ByteReader, takenBlob } from '#engine/core/bytes.ts';
import { findEncoding } from '#engine/gpu/encodings.ts';
import { storageBytes } from '#engine/gpu/program.ts';
import { tensorSpecs } from './architecture.ts';
import { readModelHead, type LoadedModel } from './folder.ts';
import { countParameters, type ReadWeights, type TensorSpec } from './tensors.ts';
import { frozenParts } from './weightLayout.ts';

export type PackedBase = 'f32' | 'int8';

export interface PackedHead {
	readonly base: PackedBase;
	/** config.json, the tokenizer and the chat template. */
	readonly texts: { readonly [name: string]: string };
	/** The rows of the stream in order: index of the tensor, its first number, and numbers. */
	readonly rows: readonly (readonly [tensor: number, first: number, numbers: number])[];
}

/** Bytes of the stream. */
export const packedBytes = (specs: readonly TensorSpec[], base: PackedBase): number => {
	const storages = storageByRole(specs, base);
	return specs.reduce((sum, { role, size }) => sum + storageBytes(size, storages.get(role)!), 0);
};

export async function packModel(
	{ texts, specs }: Pick<LoadedModel, 'texts' | 'specs'>,
	read: ReadWeights,
	base: PackedBase,
): Promise<{ readonly head: PackedHead; readonly stream: Blob }> {
	const storages = storageByRole(specs, base);
	const indices = new Map(specs.map(({ role }, index) => [role, index]));
	const rows: PackedHead['rows'][number][] = [];
	const parts: Blob[] = [];
	await read(async ({ role }, numbers, first) => {
		const encoding = findEncoding(storages.get(role)!);
		const bytes = encoding?.encode(numbers) ?? (numbers as Float32Array<ArrayBuffer>);
		parts.push(await takenBlob(bytes));
		rows.push([indices.get(role)!, first, numbers.length]);
	});
	return { head: { base, texts: Object.fromEntries(texts), rows }, stream: new Blob(parts) };
}

/** Its weights are read once. Throws InputError. */
export function openPackedModel(
	{ base, texts, rows }: PackedHead,
	stream: AsyncIterable<Uint8Array>,
): LoadedModel {
	const head = readModelHead(new Map(Object.entries(texts)));
	const specs = tensorSpecs(head.architecture, head.config);
	const storages = storageByRole(specs, base);
	const readWeights: ReadWeights = async (take) => {
		const reader = new ByteReader(stream);
		for (const [tensor, first, numbers] of rows) {
			const spec = specs[tensor];
			const storage = storages.get(spec.role)!;
			const bytes = await reader.take(storageBytes(numbers, storage));
			const encoding = findEncoding(storage);
			await take(spec, encoding?.decode(bytes, numbers) ?? new Float32Array(bytes.buffer), first);
		}
		await reader.end();
	};
	const parameterCount = countParameters(specs);
	return { ...head, specs, parameterCount, unread: [], weights: new Float32Array(), readWeights };
}

const storageByRole = (specs: readonly TensorSpec[], base: PackedBase) =>
	new Map(
		frozenParts(specs, base).flatMap(({ storage, layout }) =>
			layout.tensors.map(({ role }) => [role, storage] as const),
		),
	);
