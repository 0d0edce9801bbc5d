/** A picked GGUF file as the source of a model folder. */
import { InputError } from '#engine/core/errors.ts';
import { streamingSha256 } from '#engine/core/hash.ts';
import { say } from '#engine/core/message.ts';
import { ggufFolder, type ReadBytes } from '#engine/model/gguf.ts';
import type { ModelInfo } from '#lab/run/stores.ts';
import type { RunJob } from '#lab/worker/throwaway.ts';
import { chooseFiles, type ModelSource } from './intake/modelSource.ts';
import { baseName, readPart, unreadable } from './modelFolder.ts';

/** Gemma's 262,144 tokens take 3 s on a server with two cores, and longer on a phone. */
const extraSeconds = 20;

/** The name is the last part of the file's path. */
export const readFrom =
	(file: File): ReadBytes =>
	(from, to) =>
		readPart(file.slice(from, to), baseName(file));

export interface GgufSource {
	readonly name: string;
	readonly file: string;
	readonly source: ModelSource;
	/** What a person needs to find the file. */
	readonly identity: (signal: AbortSignal) => Promise<NonNullable<ModelInfo['file']>>;
}

/** Bytes that are hashed between two looks at the signal. */
const pieceBytes = 8_000_000;

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
		{ file: fileName, signal, extraSeconds },
	);
	const folder = ggufFolder(content, readFrom(file));
	const listed = Array.from(folder.sizes, ([name, bytes]) => ({ name, bytes, hash: null }));
	return {
		// People know the file's name; the one inside is often that of an experiment.
		name: fileName.slice(0, -'.gguf'.length) || (folder.name ?? fileName),
		file: fileName,
		async identity(end) {
			const hash = streamingSha256();
			for (let at = 0; at < file.size; at += pieceBytes) {
				end.throwIfAborted();
				hash.update(await readPart(file.slice(at, at + pieceBytes), fileName));
			}
			return { name: fileName, bytes: file.size, sha256: hash.hex() };
		},
		source: {
			files: chooseFiles(listed),
			async *read(name, from, signal) {
				let skip = from;
				for await (const part of folder.read(name)) {
					signal.throwIfAborted();
					if (skip < part.length) yield part.subarray(skip);
					skip = Math.max(0, skip - part.length);
				}
			},
			altered: () => unreadable(fileName),
		},
	};
}
