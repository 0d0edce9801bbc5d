/** GGUF files in memory, opened as model folders. */
import { readFileSync } from 'node:fs';
import { joinBytes } from '../../src/engine/core/bytes.ts';
import { ggufFolder, readGguf, unpackWeights } from '../../src/engine/model/gguf/openGguf.ts';

/** `path`: in the folder tests. */
export const ggufBytes = (path: string): Uint8Array<ArrayBuffer> =>
	new Uint8Array(readFileSync(new URL(`../${path}`, import.meta.url)));

/** The files of the folder that the lab makes of it. */
export async function openedFolder(
	bytes: Uint8Array,
	file = 'model.gguf',
): Promise<Map<string, Uint8Array>> {
	const read = (from: number, to: number) => Promise.resolve(bytes.slice(from, to));
	const content = await readGguf(read, bytes.length, file);
	const { sizes, weights, firstByte } = ggufFolder(content);
	const files = new Map<string, Uint8Array>(content.texts);
	// As the lab stores them: in pieces of any size.
	async function* blocks() {
		const end = firstByte + weights.bytes;
		for (let at = firstByte; at < end; at += 1009) yield bytes.slice(at, Math.min(end, at + 1009));
	}
	const parts: Uint8Array<ArrayBuffer>[] = [];
	for await (const part of unpackWeights(weights, content.texts.get('config.json')!, blocks))
		parts.push(part.slice());
	files.set('model.safetensors', joinBytes(parts));
	for (const [name, size] of sizes)
		if (files.get(name)!.length !== size) throw new Error(`${name} has another size.`);
	return files;
}
