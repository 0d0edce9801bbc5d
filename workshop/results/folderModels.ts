/** The GGUF models of studies, read from a folder of the caller: they are not shipped. */
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { InputError } from '../../src/engine/core/errors.ts';
import { asMessage } from '../../src/engine/core/message.ts';
import type { LoadedModel } from '../../src/engine/model/folder.ts';
import { ggufFolder, readGguf } from '../../src/engine/model/gguf.ts';
import { readModelFolder } from '../../src/engine/model/readFolder.ts';
import type { ModelRef } from '../../src/lab/run/experiment.ts';
import { shippedModels } from '../../scripts/lib/bench/study.ts';
import { filesIn } from '../../scripts/lib/filesIn.ts';

/**
 * Models by the SHA-256 of their reference, which is that of the GGUF file: a study names the file
 * that a person can find. Throws InputError if the folder has none of that hash.
 */
export async function folderModels(
	refs: readonly ModelRef[],
	folder: string | undefined,
): Promise<ReadonlyMap<string, LoadedModel>> {
	const found = new Map<string, LoadedModel>();
	const shipped = new Set(shippedModels().map(({ sha256 }) => sha256));
	for (const { id, sha256 } of refs) {
		if (shipped.has(sha256) || found.has(sha256)) continue;
		const files = folder === undefined ? [] : filesIn(folder);
		const hashes = files.filter((file) => file.endsWith('.gguf')).map((file) => hashOf(file));
		const index = (await Promise.all(hashes)).indexOf(sha256);
		if (index < 0)
			throw new InputError(
				asMessage(
					`No GGUF file ${folder === undefined ? 'is named' : `in ${folder}`} has the SHA-256 of ` +
						`${id} (${sha256.slice(0, 12)}…). Name its folder with --data.`,
				),
				{ model: id },
			);
		found.set(sha256, await readGgufOnDisk(files.filter((file) => file.endsWith('.gguf'))[index]));
	}
	return found;
}

async function hashOf(file: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const part of createReadStream(file)) hash.update(part as Buffer);
	return hash.digest('hex');
}

/** Throws InputError like readGguf. */
async function readGgufOnDisk(file: string): Promise<LoadedModel> {
	const handle = openSync(file, 'r');
	try {
		const read = (from: number, to: number): Promise<Uint8Array> => {
			const bytes = new Uint8Array(to - from);
			readSync(handle, bytes, 0, bytes.length, from);
			return Promise.resolve(bytes);
		};
		const content = await readGguf(read, statSync(file).size, path.basename(file));
		const folder = ggufFolder(content, read);
		const files = new Map<string, Uint8Array>();
		for (const [name, size] of folder.sizes) {
			const bytes = new Uint8Array(size);
			let at = 0;
			for await (const part of folder.read(name)) {
				bytes.set(part, at);
				at += part.length;
			}
			files.set(name, bytes);
		}
		return readModelFolder(files);
	} finally {
		closeSync(handle);
	}
}
