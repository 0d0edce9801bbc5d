/** Reads a model folder in Hugging Face layout from disk, for scripts and tests in Node. */
import { readFileSync } from 'node:fs';
import type { LoadedModel } from '#engine/model/folder.ts';
import { readModelFolder } from '#engine/model/readFolder.ts';
import { modelFilesIn } from './filesIn.ts';

/** Throws InputError like readModelFolder. */
export const readModelOnDisk = (folder: string): LoadedModel =>
	readModelFolder(
		new Map(
			Array.from(modelFilesIn(folder), ([name, file]) => [
				name,
				new Uint8Array(readFileSync(file)),
			]),
		),
	);
