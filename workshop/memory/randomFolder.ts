/** A model folder in a published shape with random weights in BF16, written in parts. */
import { createReadStream } from 'node:fs';
import { mkdir, open, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sizeOf } from '../../src/engine/gpu/kernel.ts';
import { tensorSpecs } from '../../src/engine/model/architecture.ts';
import { readConfig, type LoadedModel } from '../../src/engine/model/folder.ts';
import { openModelFolder } from '../../src/engine/model/openFolder.ts';
import { fileHead } from '../../src/engine/model/safetensors.ts';
import { singleFile } from '../../src/engine/model/weightFiles.ts';
import {
	byteTokenizerConfig,
	byteTokenizerJson,
} from '../../scripts/lib/pretraining/byteTokenizer.ts';

/** Bytes of a stored piece, as in the browser's database. */
const pieceBytes = 64_000_000;

/** Numbers of one write. */
const part = 2 ** 22;

/** Writes config.json and model.safetensors. `config`: as published. */
export async function writeRandomFolder(folder: string, config: object): Promise<void> {
	const json = JSON.stringify(config);
	const { architecture, config: decoder } = readConfig(json);
	// Some checkpoints have queries, keys and values in one tensor.
	const shapes = new Map(
		tensorSpecs(architecture, decoder).map(({ name, shape, stored }) => [
			name,
			stored?.shape ?? shape,
		]),
	);
	const tensors = Array.from(shapes, ([name, shape]) => ({ name, shape, dtype: 'BF16' }));
	await mkdir(folder, { recursive: true });
	await writeFile(path.join(folder, 'config.json'), json);
	const file = await open(path.join(folder, singleFile), 'w');
	try {
		await file.write(fileHead(tensors));
		const words = new Uint16Array(part);
		let state = 1;
		for (const shape of shapes.values())
			for (let at = 0; at < sizeOf(shape); at += part) {
				const count = Math.min(part, sizeOf(shape) - at);
				for (let i = 0; i < count; i++) {
					state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
					// ±2⁻⁵ to ±2⁻⁶, and gains of 1: the upper half of a float32.
					words[i] = shape.length > 1 ? 0x3c80 | ((state >>> 16) & 0x807f) : 0x3f80;
				}
				await file.write(new Uint8Array(words.buffer, 0, 2 * count));
			}
	} finally {
		await file.close();
	}
}

/** Opens it as the page opens a stored model. Its tokenizer is the byte tokenizer. */
export async function openRandomFolder(
	folder: string,
	config: object,
): Promise<{ readonly model: LoadedModel; readonly storedBytes: number }> {
	const name = path.join(folder, singleFile);
	const { size: storedBytes } = await stat(name);
	const bytes = (value: object) => new TextEncoder().encode(JSON.stringify(value));
	const small = new Map([
		['config.json', bytes(config)],
		['tokenizer.json', bytes(byteTokenizerJson())],
		['tokenizer_config.json', bytes(byteTokenizerConfig)],
	]);
	const pieces = () => createReadStream(name, { highWaterMark: pieceBytes });
	const model = await openModelFolder(small, [{ name: singleFile, bytes: storedBytes, pieces }]);
	return { model, storedBytes };
}
