/** GGUF files in memory, opened as model folders. */
import { readFileSync } from 'node:fs';
import { joinBytes } from '../../src/engine/core/bytes.ts';
import { ggufFolder, readGguf } from '../../src/engine/model/gguf/openGguf.ts';

/** `path`: in the folder tests. */
export const ggufBytes = (path: string): Uint8Array<ArrayBuffer> =>
	new Uint8Array(readFileSync(new URL(`../${path}`, import.meta.url)));

/** The files of the folder that the lab makes of it. */
export async function openedFolder(
	bytes: Uint8Array,
	file = 'model.gguf',
): Promise<Map<string, Uint8Array>> {
	const read = (from: number, to: number) => Promise.resolve(bytes.slice(from, to));
	const folder = ggufFolder(await readGguf(read, bytes.length, file), read);
	const files = new Map<string, Uint8Array>();
	for (const [name, size] of folder.sizes) {
		const parts: Uint8Array<ArrayBuffer>[] = [];
		for await (const part of folder.read(name)) parts.push(part.slice());
		files.set(name, joinBytes(parts));
		if (files.get(name)!.length !== size) throw new Error(`${name} has another size.`);
	}
	return files;
}
