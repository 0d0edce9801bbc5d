/** Reads a model folder in Hugging Face layout from disk, for scripts and tests in Node. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { LoadedModel } from '#engine/model/folder.ts';
import { readModelFolder } from '#engine/model/readFolder.ts';

/** Throws InputError like readModelFolder. */
export const readModelOnDisk = (folder: string): LoadedModel =>
	readModelFolder(
		new Map(
			readdirSync(folder).map((name) => [
				name,
				new Uint8Array(readFileSync(path.join(folder, name))),
			]),
		),
	);
