/** The GGUF models of studies, read from a folder of the caller: they are not shipped. */
import { createReadStream, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { InputError } from '../../src/engine/core/errors.ts';
import { asMessage } from '../../src/engine/core/message.ts';
import type { LoadedModel } from '../../src/engine/model/folder.ts';
import { readModelFolder } from '../../src/engine/model/readFolder.ts';
import type { ModelRef } from '../../src/lab/run/experiment.ts';
import { shippedModels } from '../../scripts/lib/bench/study.ts';
import { filesIn } from '../../scripts/lib/filesIn.ts';
import { openedFolder } from '../../tests/support/ggufFiles.ts';

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
		const models = files.filter((file) => file.endsWith('.gguf'));
		const hashes = models.map((file) => hashOf(file));
		const index = (await Promise.all(hashes)).indexOf(sha256);
		if (index < 0)
			throw new InputError(
				asMessage(
					`No GGUF file ${folder === undefined ? 'is named' : `in ${folder}`} has the SHA-256 of ` +
						`${id} (${sha256.slice(0, 12)}…). Name its folder with --data.`,
				),
				{ model: id },
			);
		const opened = await openedFolder(readFileSync(models[index]), path.basename(models[index]));
		found.set(sha256, readModelFolder(opened));
	}
	return found;
}

async function hashOf(file: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const part of createReadStream(file)) hash.update(part as Buffer);
	return hash.digest('hex');
}
