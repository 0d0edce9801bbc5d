/** The files of a folder, and of a model's folder. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { templateFolder } from '#engine/model/chatTemplate.ts';

/** Their paths. Links count as what they lead to: the cache of a hub consists of links. */
export const filesIn = (folder: string): string[] =>
	readdirSync(folder)
		.map((name) => path.join(folder, name))
		.filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile());

/** The paths of a model folder's files, by their names in the folder. */
export function modelFilesIn(folder: string): Map<string, string> {
	const templates = path.join(folder, templateFolder);
	const named = existsSync(templates) ? filesIn(templates) : [];
	const nameOf = (file: string) => path.relative(folder, file).split(path.sep).join('/');
	return new Map([...filesIn(folder), ...named].map((file) => [nameOf(file), file]));
}
