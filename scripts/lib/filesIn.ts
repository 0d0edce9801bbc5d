/** The files of a folder. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** Their paths. Links count as what they lead to: the cache of a hub consists of links. */
export const filesIn = (folder: string): string[] =>
	readdirSync(folder)
		.map((name) => path.join(folder, name))
		.filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
