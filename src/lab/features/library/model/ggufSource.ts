/** A picked GGUF file as the source of a model folder. */
import { InputError } from '#engine/core/errors.ts';
import { streamingSha256 } from '#engine/core/hash.ts';
import { say } from '#engine/core/message.ts';
import { ggufFolder, type ReadBytes } from '#engine/model/gguf.ts';
import { singleFile } from '#engine/model/weightFiles.ts';
import type { ModelInfo } from '#lab/run/stores.ts';
import type { RunJob } from '#lab/worker/throwaway.ts';
import { chooseFiles, type ModelSource } from './intake/modelSource.ts';
import { baseName, readBytes, readPart, unreadable } from './modelFolder.ts';

/** The name is the last part of the file's path. */
export const readFrom =
	(file: File): ReadBytes =>
	(from, to) =>
		readPart(file.slice(from, to), baseName(file));

/** The name of the first GGUF file, until its header is read. */
export const ggufName = (files: readonly File[]): string | null =>
	files.map(baseName).find((name) => name.endsWith('.gguf')) ?? null;

export interface GgufSource {
	readonly name: string;
	readonly file: string;
	readonly source: ModelSource;
	/** What a person needs to find the file. */
	readonly identity: (signal: AbortSignal) => Promise<NonNullable<ModelInfo['file']>>;
}

/**
 * null: the files have no GGUF file, or a model's own config.json too. Throws InputError with the
 * file and the field or tensor.
 */
export async function ggufSource(
	files: readonly File[],
	runJob: RunJob,
	signal: AbortSignal,
): Promise<GgufSource | null> {
	const found = files.filter(({ name }) => name.endsWith('.gguf'));
	if (found.length === 0 || files.some((file) => baseName(file) === 'config.json')) return null;
	if (found.length > 1)
		throw new InputError(
			say('Choose one GGUF file, not several: {names}.', {
				names: found.map(({ name }) => name).join(', '),
			}),
		);
	const [file] = found;
	const fileName = baseName(file);
	// Its tokenizer or a field of a hostile file could take the thread of the runs for ever.
	const content = await runJob(
		'gguf.read',
		{ file: new File([file], fileName) },
		{ file: fileName, signal },
	);
	const { sizes, weights, firstByte } = ggufFolder(content);
	const listed = Array.from(sizes, ([name, bytes]) => ({
		name,
		bytes,
		hash: null,
		...(name === singleFile && { packed: weights }),
	}));
	return {
		// People know the file's name; the one inside is often that of an experiment.
		name: fileName.slice(0, -'.gguf'.length) || (content.name ?? fileName),
		file: fileName,
		async identity(end) {
			const hash = streamingSha256();
			for (let at = 0; at < file.size; at += readBytes) {
				end.throwIfAborted();
				hash.update(await readPart(file.slice(at, at + readBytes), fileName));
			}
			return { name: fileName, bytes: file.size, sha256: hash.hex() };
		},
		source: {
			files: chooseFiles(listed),
			async *read(name, from, signal) {
				const text = content.texts.get(name);
				if (text) {
					yield text.subarray(from);
					return;
				}
				const end = firstByte + weights.bytes;
				for (let at = firstByte + from; at < end; at += readBytes) {
					signal.throwIfAborted();
					yield await readFrom(file)(at, Math.min(end, at + readBytes));
				}
			},
			altered: () => unreadable(fileName),
		},
	};
}
