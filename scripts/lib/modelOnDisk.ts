/** Reads a model folder in Hugging Face layout from disk, for scripts and tests in Node. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { LoadedModel } from '#engine/model/folder.ts';
import { readModelFolder } from '#engine/model/readFolder.ts';
import { filesIn } from './filesIn.ts';

/** Throws InputError like readModelFolder. */
export const readModelOnDisk = (folder: string): LoadedModel =>
	readModelFolder(
		new Map(
			filesIn(folder).map((file) => [path.basename(file), new Uint8Array(readFileSync(file))]),
		),
	);
